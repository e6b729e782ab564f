import { UnreadableCommand } from './shell-command.ts';

/** An option of curl's by its long name. `none`: it changes nothing of the request. */
export interface CurlOption {
  readonly name: string;
  readonly takes: 'value' | 'nothing';
  readonly effect: 'read' | 'none';
}

/** `short:long`, or the long name alone. */
const READ_WITH_VALUE = `X:request H:header d:data data-ascii data-raw data-binary data-urlencode json url url-query u:user
  A:user-agent e:referer b:cookie oauth2-bearer`;
const READ = 'G:get I:head g:globoff';

/** They make a request that cannot be read from the command: files, several requests, signatures that curl computes. */
const REFUSED_WITH_VALUE = `F:form form-string T:upload-file K:config t:telnet-option Q:quote request-target aws-sigv4 variable
  expand-data expand-url expand-header r:range C:continue-at z:time-cond`;
const REFUSED = 'n:netrc netrc-optional digest ntlm negotiate anyauth proxy-header next :';

const IGNORED_WITH_VALUE = `o:output w:write-out m:max-time connect-timeout x:proxy U:proxy-user noproxy cacert capath E:cert
  cert-type key key-type pass c:cookie-jar D:dump-header retry retry-delay retry-max-time max-redirs resolve connect-to
  interface limit-rate y:speed-time Y:speed-limit trace trace-ascii stderr ciphers tls13-ciphers tls-max expect100-timeout
  keepalive-time happy-eyeballs-timeout-ms max-filesize output-dir dns-servers doh-url unix-socket local-port P:ftp-port rate
  proto proto-default proto-redir post301 curves`;
const IGNORED = `s:silent S:show-error L:location location-trusted k:insecure v:verbose i:include f:fail fail-with-body
  N:no-buffer compressed p:proxytunnel O:remote-name J:remote-header-name #:progress-bar progress-meter ssl ssl-reqd
  1:tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 2:sslv2 3:sslv3 4:ipv4 6:ipv6 0:http1.0 http1.1 http2 http2-prior-knowledge http3
  http3-only path-as-is basic tcp-nodelay tcp-fastopen q:disable Z:parallel keepalive retry-connrefused retry-all-errors
  create-dirs R:remote-time tr-encoding raw alpn npn sessionid ssl-no-revoke false-start fail-early j:junk-session-cookies
  proxy-insecure trace-time post302 post303 styled-output`;

const options = new Map<string, CurlOption | 'refused'>();

function add(list: string, option: Omit<CurlOption, 'name'> | 'refused'): void {
  for (const entry of list.split(/\s+/)) {
    const [first = '', long = first] = entry.length > 1 ? entry.split(':') : [entry];
    const named = option === 'refused' ? option : { ...option, name: long };
    options.set(first, named);
    options.set(long, named);
  }
}

add(READ_WITH_VALUE, { takes: 'value', effect: 'read' });
add(READ, { takes: 'nothing', effect: 'read' });
add(IGNORED_WITH_VALUE, { takes: 'value', effect: 'none' });
add(IGNORED, { takes: 'nothing', effect: 'none' });
add(REFUSED_WITH_VALUE, 'refused');
add(REFUSED, 'refused');

/** What `--no-…` may stand before. */
function isSwitch(option: CurlOption | 'refused' | undefined): option is CurlOption {
  return typeof option === 'object' && option.takes === 'nothing';
}

/** By its letter or its long name. Throws `UnreadableCommand` for one that makes another request than the command says. */
export function curlOption(name: string): CurlOption {
  const negated = name.startsWith('no-') ? options.get(name.slice('no-'.length)) : undefined;
  const option = options.get(name) ?? (isSwitch(negated) ? { ...negated, effect: 'none' } : undefined);
  const written = `${name.length === 1 ? '-' : '--'}${name.slice(0, 40).replace(/[^\x21-\x7e]/g, '?')}`;
  if (option === 'refused') throw new UnreadableCommand(`what ${written} sends cannot be read from the command`);
  if (option === undefined) throw new UnreadableCommand(`the option ${written} is not known here`);
  return option;
}
