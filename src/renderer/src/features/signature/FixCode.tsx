import { useEffect, useState } from 'react';
import type { Failure } from '../../../../core/failure.ts';
import { explain } from '../../../../core/failure-words.ts';
import type { Result } from '../../../../core/result.ts';
import {
  type CodeLanguage,
  codeLanguages,
  languageNames,
  type VerificationCode,
} from '../../../../core/verification-code/code-language.ts';
import { useBridge } from '../../store/context.tsx';
import { Button, CodeBlock, CopyButton, Select } from '../../ui/index.ts';
import type { CodeWords } from './diagnosis-words.ts';
import { fixLanguage, rememberFixLanguage } from './fix-language.ts';

/** Code that verifies the scheme correctly, in the user's language, to copy. */
export function FixCode({ scheme, words }: { readonly scheme: string; readonly words: CodeWords }) {
  const [language, setLanguage] = useState(fixLanguage);
  const [isShown, setShown] = useState(false);
  const code = useCode(scheme, language);
  const refused = code?.ok === false ? explain(code.failure) : null;
  const text = code?.ok === true ? code.value.text : null;
  return (
    <>
      <span className="fix-code">
        {refused !== null ? null : text === null ? (
          <Button size="small" isDisabled>
            {words.copy}
          </Button>
        ) : (
          <CopyButton text={text} label={`${words.copy} in ${languageNames[language]}`} variant="plain">
            {words.copy}
          </CopyButton>
        )}
        <Select
          label={words.language}
          hideLabel
          size="small"
          className="fix-language"
          value={language}
          options={codeLanguages.map((id) => ({ id, label: languageNames[id] }))}
          onChange={(id) => {
            const chosen = codeLanguages.find((each) => each === id);
            if (chosen === undefined) return;
            setLanguage(chosen);
            rememberFixLanguage(chosen);
          }}
        />
        {text === null ? null : (
          <Button size="small" variant="quiet" onPress={() => setShown(!isShown)}>
            {isShown ? 'Hide the code' : 'Show the code'}
          </Button>
        )}
      </span>
      {refused === null ? null : (
        <p className="fix-refused" role="status">
          {refused.title} {refused.hint}
        </p>
      )}
      {isShown && text !== null ? (
        <div className="fix-text">
          <CodeBlock code={text} label={words.code} />
        </div>
      ) : null}
    </>
  );
}

function useCode(scheme: string, language: CodeLanguage): Result<VerificationCode, Failure> | null {
  const bridge = useBridge();
  const [answer, setAnswer] = useState<{ key: string; code: Result<VerificationCode, Failure> } | null>(null);
  const key = `${scheme} ${language}`;
  useEffect(() => {
    let live = true;
    void bridge.call('schemes.code', { scheme, language }).then((code) => {
      if (live) setAnswer({ key, code });
    });
    return () => {
      live = false;
    };
  }, [bridge, scheme, language, key]);
  return answer?.key === key ? answer.code : null;
}
