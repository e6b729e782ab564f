import { boundaryOf, charsetOf, parseContentType } from '../http/content-type.ts';
import { chooseView, type ViewKind } from './choose-view.ts';
import { type FormView, parseForm } from './form.ts';
import { prettyJson, type TextProblem } from './json.ts';
import { type MultipartView, parseMultipart } from './multipart.ts';
import { type DecodedText, decodeText } from './text.ts';
import { prettyXml } from './xml.ts';

export type TextLanguage = 'json' | 'xml' | 'html' | 'plaintext';

/** A body made ready for the screen. */
export type BodyContent =
  | { readonly kind: 'empty' }
  | { readonly kind: 'binary' }
  | {
      readonly kind: 'text';
      readonly language: TextLanguage;
      readonly text: string;
      readonly decoded: Omit<DecodedText, 'text'>;
    }
  | { readonly kind: 'form'; readonly form: FormView }
  | { readonly kind: 'multipart'; readonly multipart: MultipartView };

export interface BodyRendering {
  /** What it is shown as. */
  readonly shown: ViewKind;
  readonly content: BodyContent;
  /** A guess did not hold and another view took its place, in the user's words. */
  readonly note: string | null;
}

/** `failed`: the user asked for this view and the body does not fit it. */
export type RenderOutcome =
  | ({ readonly outcome: 'shown' } & BodyRendering)
  | { readonly outcome: 'failed'; readonly kind: ViewKind; readonly problem: string };

export interface RenderRequest {
  readonly bytes: Uint8Array;
  readonly contentType: string | null;
  /** The user's choice; null: guessed, and what does not fit falls back to text or bytes, saying so. */
  readonly kind: ViewKind | null;
  /** The bytes are only the beginning. */
  readonly incomplete: boolean;
}

export function renderBody(request: RenderRequest): RenderOutcome {
  const { bytes, contentType, incomplete } = request;
  if (bytes.length === 0) return shown('empty', { kind: 'empty' });
  const kind = request.kind ?? chooseView(contentType, bytes);
  const failed = (problem: string): RenderOutcome =>
    request.kind === null ? fallBack(request, kind, problem) : { outcome: 'failed', kind, problem };

  switch (kind) {
    case 'json':
    case 'xml': {
      const { text, ...decoded } = decodeText(bytes, charset(contentType), incomplete);
      const pretty = kind === 'json' ? prettyJson(text, { incomplete }) : prettyXml(text, { incomplete });
      if (!pretty.ok) return failed(placed(pretty.failure));
      return shown(kind, { kind: 'text', language: kind, text: pretty.value, decoded });
    }
    case 'form':
      return shown('form', { kind: 'form', form: parseForm(bytes) });
    case 'multipart': {
      const boundary = contentType === null ? undefined : boundaryOf(parseContentType(contentType));
      if (boundary === undefined) return failed('Content-Type names no boundary');
      const multipart = parseMultipart(bytes, boundary);
      return multipart === null
        ? failed('the boundary that Content-Type names is not in the body')
        : shown('multipart', { kind: 'multipart', multipart });
    }
    case 'text':
      return shown('text', asText(request));
    default:
      return shown('binary', { kind: 'binary' });
  }
}

/** The text of a body as it stands, for the raw view. */
export function renderText(bytes: Uint8Array, contentType: string | null, incomplete: boolean): BodyContent {
  if (bytes.length === 0) return { kind: 'empty' };
  return asText({ bytes, contentType, incomplete });
}

function asText({ bytes, contentType, incomplete }: Pick<RenderRequest, 'bytes' | 'contentType' | 'incomplete'>) {
  const { text, ...decoded } = decodeText(bytes, charset(contentType), incomplete);
  return { kind: 'text', language: languageOf(contentType, bytes), text, decoded } as const;
}

function languageOf(contentType: string | null, bytes: Uint8Array): TextLanguage {
  if (contentType !== null && /^text\/html\b/i.test(contentType.trim())) return 'html';
  const kind = chooseView(contentType, bytes);
  return kind === 'json' || kind === 'xml' ? kind : 'plaintext';
}

const NAMES: Record<ViewKind, string> = {
  json: 'JSON',
  form: 'a form',
  multipart: 'multipart',
  xml: 'XML',
  text: 'text',
  binary: 'bytes',
  empty: 'empty',
};

function fallBack(request: RenderRequest, kind: ViewKind, problem: string): RenderOutcome {
  const sampled = chooseView(null, request.bytes);
  const binary = sampled === 'binary';
  const content: BodyContent = binary ? { kind: 'binary' } : asText(request);
  const place = binary ? 'bytes' : 'text';
  return {
    outcome: 'shown',
    shown: binary ? 'binary' : 'text',
    content,
    note: `Not readable as ${NAMES[kind]}: ${problem}. Shown as ${place}.`,
  };
}

function charset(contentType: string | null): string | undefined {
  return contentType === null ? undefined : charsetOf(parseContentType(contentType));
}

function placed({ problem, line, column }: TextProblem): string {
  return `${problem} (line ${line}, column ${column})`;
}

function shown(kind: ViewKind, content: BodyContent): RenderOutcome {
  return { outcome: 'shown', shown: kind, content, note: null };
}
