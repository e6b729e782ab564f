import type { Tried } from './diagnosis.ts';

/** "None of these …: your 3 secrets, 14 forms of the body …": what a search without a proof has excluded. */
export function triedWords(tried: Tried): string {
  const counted = [
    tried.secrets === 1 ? 'your secret' : tried.secrets === 0 ? null : `your ${counting(tried.secrets, 'secret')}`,
    counting(tried.bodyForms, 'form', 'of the body'),
    counting(tried.templates, 'template', 'of the signed content'),
    counting(tried.urlForms, 'form', 'of the URL'),
    counting(tried.schemes, 'scheme'),
  ].filter((words) => words !== null);
  if (counted.length === 0) return 'There was nothing to compute a signature from.';
  const last = counted.at(-1);
  const list = counted.length === 1 ? last : `${counted.slice(0, -1).join(', ')} and ${last}`;
  const computed = `${tried.signatures.toLocaleString('en')} ${tried.signatures === 1 ? 'signature' : 'signatures'} computed`;
  return `None of these gives the received signature: ${list} (${computed}${tried.complete ? '' : ', until the time was over'}).`;
}

function counting(count: number, one: string, of = ''): string | null {
  if (count === 0) return null;
  return `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}${of === '' ? '' : ` ${of}`}`;
}
