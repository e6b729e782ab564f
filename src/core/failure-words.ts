import type { Explanation, Failure } from './failure.ts';
import {
  decodingEnds,
  firstOf,
  holderWords,
  keyFetchCauses,
  searchEnds,
  targetProblems,
  unreachable,
} from './failure-cause-words.ts';

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

/** The user's words for a failure: what happened and the one thing to do. The only place where they are written. */
export function explain(failure: Failure): Explanation {
  switch (failure.code) {
    case 'port-in-use':
      return {
        title: `Port ${failure.port} is taken by another program.`,
        hint: 'Choose another port in Settings, or stop the other program.',
      };
    case 'port-forbidden':
      return {
        title: `This user may not listen on port ${failure.port}.`,
        hint: 'Choose a port of 1024 or above in Settings.',
      };
    case 'target-invalid':
      return { title: targetProblems[failure.problem], hint: 'Enter a URL such as http://127.0.0.1:3000/webhooks.' };
    case 'target-unconfirmed':
      return {
        title: `${failure.origin} is not this machine${failure.address === null ? '' : ` (it is ${failure.address})`}.`,
        hint: 'Confirm that you want to send requests there. You are asked once per target.',
      };
    case 'target-forbidden':
      return {
        title: `${failure.origin} is Hookproof’s own control port.`,
        hint: 'Send to your endpoint instead.',
      };
    case 'target-unreachable': {
      const words = unreachable[failure.cause];
      return { title: `${words.title} ${failure.origin}.`, hint: words.hint };
    }
    case 'target-timeout':
      return {
        title: `${failure.origin} did not answer within ${failure.afterMs / 1000} s.`,
        hint: 'Check that your handler replies, or raise the timeout in Settings.',
      };
    case 'reply-malformed':
      return {
        title: `${failure.origin} answered with something that is not HTTP.`,
        hint: 'Check the port and whether the target needs https:// instead of http://.',
      };
    case 'target-loops':
      return {
        title: `${failure.origin} is Hookproof’s own ${failure.how === 'capture-port' ? 'capture port' : 'public URL'}: each request would be captured and forwarded for ever.`,
        hint: 'Forward to your handler instead.',
      };
    case 'forward-target-gone':
      return {
        title: 'The endpoint does not forward to this target any more.',
        hint: 'Drop what waits for it, or replay the captures to where they belong.',
      };
    case 'queue-full':
      return {
        title: `${failure.limit} deliveries wait for ${failure.url}, so new requests for it are refused with 503.`,
        hint: 'Start that handler, or drop what waits for it. Their senders will come again.',
      };
    case 'send-cancelled':
      return {
        title: `You cancelled it before ${failure.origin} had answered.`,
        hint: 'The handler may have taken the request all the same.',
      };
    case 'deliveries-busy':
      return {
        title:
          failure.what === 'burst'
            ? 'A burst is under way already.'
            : `${failure.limit} deliveries are under way already.`,
        hint:
          failure.what === 'burst'
            ? 'Cancel it, or wait until it has ended.'
            : 'Cancel one, or wait until one has ended.',
      };
    case 'request-unsendable':
      return { title: `The request cannot be sent: ${failure.problem}.`, hint: 'Edit the request and send it again.' };
    case 'scheme-unknown':
      return {
        title: `There is no scheme “${failure.scheme}”.`,
        hint: 'Choose one from the list (`hookproof schemes`).',
      };
    case 'scheme-cannot-sign':
      return {
        title: `Requests of the scheme “${failure.scheme}” cannot be signed here.`,
        hint: 'Choose a scheme that signs, or send the request unsigned.',
      };
    case 'no-verification-code':
      return {
        title: `There is no ready ${failure.language} code for the scheme “${failure.scheme}”.`,
        hint:
          failure.docs === null
            ? 'Verify it with the provider’s own library.'
            : `Verify it with the provider’s own library: see ${failure.docs}`,
      };
    case 'sign-missing':
      return {
        title: `The scheme “${failure.scheme}” signs ${failure.part}, which the request does not have.`,
        hint: `Add ${failure.part} to the request.`,
      };
    case 'secret-invalid':
      return { title: `This secret cannot be used: ${failure.problem}.`, hint: 'Paste the secret again.' };
    case 'key-not-fetched': {
      const { host, cause, detail } = failure;
      const isShown = detail !== null && (cause === 'status' || cause === 'certificate-dates');
      return {
        title: `The key could not be fetched from ${host}: ${keyFetchCauses[cause]}${isShown ? ` ${detail}` : ''}.`,
        hint: 'Try again, or paste the key, certificate or key set as the secret.',
      };
    }
    case 'not-confirmed': {
      const { host, cause, detail } = failure;
      return {
        title: `The subscription was not confirmed at ${host}: ${keyFetchCauses[cause]}${detail !== null && cause === 'status' ? ` ${detail}` : ''}.`,
        hint: 'Try again, or let the provider send its request for confirmation again: it is valid for some days only.',
      };
    }
    case 'key-unpublished':
      return {
        title: `The request names no place of the provider’s from which anybody can have its key (${failure.scheme}).`,
        hint: 'Paste the key, certificate or key set as the secret.',
      };
    case 'scheme-without-keys':
      return {
        title:
          failure.scheme === null
            ? 'This secret belongs to no scheme that signs with key pairs.'
            : `The scheme “${failure.scheme}” signs with a shared secret, not with a key pair.`,
        hint: 'Choose a scheme that signs with key pairs for it.',
      };
    case 'secret-missing':
      return { title: 'There is no secret to sign with.', hint: 'Add the endpoint’s secret and try again.' };
    case 'secret-locked':
      return {
        title: `The secret “${failure.label}” is locked: this machine’s key store cannot open it.`,
        hint: 'Unlock the key store and restart Hookproof, or enter the secret again.',
      };
    case 'vault-unreadable':
      return {
        title: `The vault file ${failure.file} was not opened: ${failure.problem}.`,
        hint: 'Correct the file and restart. Capturing goes on; verdicts say “secret locked” until then.',
      };
    case 'cancelled':
      return { title: 'The search was cancelled.', hint: 'Start it again when you want its answer.' };
    case 'search-ended':
      return searchEnds[failure.cause];
    case 'decoding-ended':
      return { title: decodingEnds[failure.cause], hint: 'The bytes as stored are in Hex.' };
    case 'storage-full':
      return {
        title: 'The disk is full, so new requests are refused with 507.',
        hint: 'Free some space. Capturing goes on by itself; nothing acknowledged is lost.',
      };
    case 'search-index-paused':
      return {
        title: 'Searching takes longer: its index could not be written.',
        hint: 'Nothing is lost. Free some space on the disk that holds the data folder; the index then catches up by itself.',
      };
    case 'storage-failed':
      return {
        title: 'The history could not be written or read.',
        hint: 'Check the disk that holds the data folder, then restart Hookproof.',
      };
    case 'storage-restarted':
      return {
        title: `The storage ${failure.worker} stopped and was started again${failure.times === 1 ? '' : `, ${failure.times} times by now`}.`,
        hint:
          failure.worker === 'writer'
            ? 'Requests that waited for it were refused with 503, so their senders come again. The log says why it stopped.'
            : 'What it was reading was not shown; ask for it again. The log says why it stopped.',
      };
    case 'disk-low':
      return {
        title: `Less than ${megabytes(failure.belowBytes)} are free on the disk of the history.`,
        hint: `Free some space, or clear history. Below ${megabytes(failure.pauseBelowBytes)} requests are refused with 507.`,
      };
    case 'capture-paused':
      return {
        title: `Capturing is paused: less than ${megabytes(failure.belowBytes)} are free on the disk, so requests are refused with 507.`,
        hint: 'Free some space, or clear history. Capturing goes on by itself; nothing acknowledged is lost.',
      };
    case 'attempt-not-kept':
      return {
        title: `What was just sent could not be kept: ${failure.cause === 'full' ? 'the disk is full' : 'the history could not be written'}.`,
        hint: 'It is shown until Hookproof is closed. Check the disk that holds the data folder.',
      };
    case 'store-newer':
      return {
        title: `The history was written by a newer Hookproof (format ${failure.found}, this one knows ${failure.supported}).`,
        hint: 'Start the newer version, or choose another data folder. `hookproof list` and `hookproof show` can look at it.',
      };
    case 'store-corrupt':
      return {
        title: 'The history file was damaged, so a new one was started.',
        hint: `The damaged file was kept as ${failure.movedTo}, and what is readable in it is brought over.`,
      };
    case 'store-damaged':
      return {
        title: 'The history file is damaged in places.',
        hint: 'Hookproof keeps this file aside when it starts, begins a new one and brings over everything that is readable.',
      };
    case 'store-shrunken': {
      const one = failure.missing === 1;
      return {
        title: `${failure.missing.toLocaleString('en-US')} ${one ? 'capture that was stored is' : 'captures that were stored are'} missing from the history.`,
        hint: 'The history file or its -wal file was replaced, cut or damaged from outside. Restore a backup if you have one.',
      };
    }
    case 'captures-changed':
      return {
        title: `The bytes of ${failure.count.toLocaleString('en-US')} stored ${failure.count === 1 ? 'capture' : 'captures'} are not those that arrived any more.`,
        hint: 'They were changed on the disk and are marked where they are shown. Check the disk, and keep a backup.',
      };
    case 'data-dir-locked':
      return {
        title: `Another Hookproof${failure.holder === null ? '' : ` (${holderWords[failure.holder.host]}, process ${failure.holder.pid})`} is using ${failure.dataDir}.`,
        hint: 'Use that one, or start this one with another --data folder.',
      };
    case 'data-dir-unwritable':
      return {
        title: `The data folder ${failure.dataDir} cannot be written.`,
        hint: 'Correct its permissions, or choose another one with --data.',
      };
    case 'import-invalid':
      return {
        title: `The file was not imported: ${failure.problem}.`,
        hint: 'Nothing was changed. Choose a file that Hookproof exported.',
      };
    case 'collection-unreadable':
      return {
        title: `The collection file ${failure.fileName} cannot be read: ${failure.problem}.`,
        hint: 'It was left as it is. Correct it in a text editor or remove it from the collections folder.',
      };
    case 'request-file-invalid':
      return {
        title: `This is not a raw HTTP/1.1 request: ${failure.problem}.`,
        hint: 'Give the request line, the headers, an empty line and the body, as `hookproof show ID --raw` writes them.',
      };
    case 'pasted-unreadable':
      return {
        title: `This ${failure.what} cannot be read: ${failure.problem}.`,
        hint: 'Paste a raw HTTP request, a curl command or a HAR entry, or fill in the fields.',
      };
    case 'file-unreadable':
      return { title: `${failure.file} cannot be read.`, hint: 'Check the path and its permissions.' };
    case 'file-exists':
      return { title: `${failure.file} is there already.`, hint: 'Give another name. No file is written over.' };
    case 'file-no-room':
      return {
        title: `There is no room for ${failure.file}.`,
        hint: 'Free some space, or choose another disk. Nothing was changed.',
      };
    case 'file-unwritable':
      return { title: `${failure.file} cannot be written.`, hint: 'Check the folder and its permissions.' };
    case 'not-a-history':
      return {
        title: `${failure.file} is not a Hookproof history.`,
        hint: 'Choose a file that `hookproof backup` wrote, or a history.db.',
      };
    case 'backup-refused':
      return {
        title: `${failure.file} was not restored: ${failure.problem}.`,
        hint: 'The present history is as it was. `hookproof salvage` brings over what is readable in a damaged file.',
      };
    case 'backup-unreadable':
      return {
        title: `${failure.file} was written, but not all of it can be read: ${firstOf(failure.problems, failure.unreadable)}.`,
        hint: 'It was damaged on the disk before. `hookproof restore` refuses this file; `hookproof salvage` brings over everything else in it. The next start does so with the history itself: back it up again then.',
      };
    case 'settings-unreadable':
      return {
        title: `The settings could not be read (${failure.problem}), so the defaults are used.`,
        hint: `The old file was kept as ${failure.movedTo}.`,
      };
    case 'invalid-input':
      return { title: `${failure.field}: ${failure.problem}.`, hint: 'Correct the value and try again.' };
    case 'not-found':
      return {
        title: `This ${failure.what} is no longer there.`,
        hint: 'It may have been cleared; go back to the list.',
      };
  }
}
