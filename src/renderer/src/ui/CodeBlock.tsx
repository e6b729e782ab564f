import { CopyButton } from './CopyButton.tsx';
import './CodeBlock.css';

export interface CodeBlockProps {
  readonly code: string;
  /** What it is: "curl command". Read out, and the copy button's name. */
  readonly label: string;
}

/** A command to copy. Long lines wrap: it is copied with the button, not by selecting. */
export function CodeBlock({ code, label }: CodeBlockProps) {
  return (
    <figure className="code-block" aria-label={label}>
      <pre dir="ltr">{code}</pre>
      <CopyButton text={code} label={`Copy the ${label}`} variant="plain">
        Copy
      </CopyButton>
    </figure>
  );
}
