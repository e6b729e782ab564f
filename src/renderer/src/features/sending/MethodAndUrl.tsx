import { SendHorizontal } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import type { Draft } from '../../../../core/draft/draft.ts';
import { SUBMIT_CHORD } from '../../commands/submit-pane.ts';
import { Button, KeyHint, TextField } from '../../ui/index.ts';
import { byteStringOf, editableText } from './byte-text.ts';

export interface MethodAndUrlProps {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  readonly isSending: boolean;
  readonly onSend: () => void;
  /** Behind the button that sends. */
  readonly actions: ReactNode;
  readonly urlRef?: Ref<HTMLInputElement>;
}

export function MethodAndUrl({ draft, onChange, isSending, onSend, actions, urlRef }: MethodAndUrlProps) {
  return (
    <div className="draft-line">
      <TextField
        label="Method"
        hideLabel
        mono
        className="draft-method"
        value={editableText(draft.method)}
        onChange={(text) => onChange({ ...draft, method: byteStringOf(text, draft.method) })}
      />
      <TextField
        label="Target URL"
        hideLabel
        mono
        type="url"
        className="draft-url"
        placeholder="http://127.0.0.1:3000/webhooks"
        value={draft.url}
        onChange={(url) => onChange({ ...draft, url })}
        onSubmit={onSend}
        {...(urlRef === undefined ? {} : { inputRef: urlRef })}
      />
      <Button variant="primary" icon={<SendHorizontal size={14} />} isBusy={isSending} onPress={onSend}>
        Send <KeyHint keys={SUBMIT_CHORD} />
      </Button>
      {actions}
    </div>
  );
}
