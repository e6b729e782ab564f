import { describe, expect, it } from 'vitest';
import {
  appPage,
  externalUrl,
  isOwnDownload,
  isOwnUrl,
  isPermitted,
} from '../../../../src/main/hosts/electron/policy.ts';

const page = appPage(undefined);

describe('the app’s page', () => {
  it('is app://bundle/, or the development server on this machine', () => {
    expect(page.url).toBe('app://bundle/');
    expect(appPage('http://localhost:5173').url).toBe('http://localhost:5173/');
    for (const url of [
      '',
      'http://evil.example/',
      'https://localhost/',
      'file:///etc/passwd',
      'http://localhost.evil.example',
    ]) {
      expect(appPage(url).url).toBe('app://bundle/');
    }
  });

  it.each([
    ['app://bundle/', true],
    ['app://bundle/index.html?x#y', true],
    ['app://bundle.evil.example/', false],
    ['app://bundle@evil.example/', false],
    ['app://user@bundle/', false],
    ['app://bundle:80/', false],
    ['app:bundle/', false],
    ['apps://bundle/', false],
    ['http://bundle/', false],
    ['about:blank', false],
    ['about:srcdoc', false],
    ['', false],
    ['null', false],
    ['blob:app://bundle/0', false],
    ['data:text/html,x', false],
    ['file:///app://bundle/', false],
  ])('%s is its own: %s', (url, own) => {
    expect(isOwnUrl(page, url)).toBe(own);
  });
});

it('permits writing plain text to the clipboard, to the app’s own page, and nothing else', () => {
  expect(isPermitted('clipboard-sanitized-write', 'app://bundle/', page)).toBe(true);
  expect(isPermitted('clipboard-sanitized-write', 'https://evil.example/', page)).toBe(false);
  for (const permission of [
    'clipboard-read',
    'geolocation',
    'media',
    'notifications',
    'midi',
    'hid',
    'serial',
    'usb',
    'openExternal',
  ]) {
    expect(isPermitted(permission, 'app://bundle/', page)).toBe(false);
  }
});

describe('links to the outside', () => {
  it.each([
    ['https://docs.stripe.com/webhooks', 'https://docs.stripe.com/webhooks'],
    ['http://127.0.0.1:3000/?a=1#b', 'http://127.0.0.1:3000/?a=1#b'],
    ['https://EXAMPLE.com', 'https://example.com/'],
    // Cyrillic letters that look like "apple": shown as what they are.
    ['https://аррӏе.com/', 'https://xn--80ak6aa92e.com/'],
    ['https://example.com/\u202Egnp.exe', 'https://example.com/%E2%80%AEgnp.exe'],
  ])('%s is offered as %s', (candidate, shown) => {
    expect(externalUrl(candidate)).toBe(shown);
  });

  it.each([
    'file:///etc/passwd',
    'smb://server/share',
    'ms-msdt:/id',
    'javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'app://bundle/',
    'about:blank',
    'ftp://example.com/',
    'mailto:a@example.com',
    'tel:1',
    'view-source:https://example.com/',
    '\\\\server\\share',
    '//example.com/',
    '/etc/passwd',
    'C:\\Windows\\system32\\calc.exe',
    'https://example.com@evil.example/',
    'https://user:pass@example.com/',
    'https://',
    '',
    `https://example.com/${'a'.repeat(2000)}`,
  ])('%s is not', (candidate) => {
    expect(externalUrl(candidate)).toBeUndefined();
  });
});

it('takes downloads that the page made and no others', () => {
  expect(isOwnDownload(page, 'blob:app://bundle/6ba7b810')).toBe(true);
  for (const url of [
    'blob:https://evil.example/1',
    'https://evil.example/x',
    'data:text/plain,x',
    'app://bundle/index.html',
  ]) {
    expect(isOwnDownload(page, url)).toBe(false);
  }
});
