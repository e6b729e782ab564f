import { InlineNotice } from '../../ui/index.ts';

/** Where the provider's own libraries would judge a request otherwise than its bytes do, one sentence each. */
export function LibrariesDiffer({ sentences }: { readonly sentences: readonly string[] }) {
  if (sentences.length === 0) return null;
  return (
    <InlineNotice title="An official library judges this request otherwise.">
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </InlineNotice>
  );
}
