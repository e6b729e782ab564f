import { TextEditor } from '../../editor/index.ts';
import { KeyHint } from '../../ui/index.ts';
import { recipeAssist } from './recipe-assist.ts';
import type { SchemeForm } from './scheme-form.ts';

/** More than these say nothing new: one wrong bracket may bring many. */
const SHOWN_PROBLEMS = 8;

/** The recipe of the form as JSON to edit, with what is wrong with it below. */
export function RecipeJsonView({
  scheme: { json, jsonProblems, setJson },
  onSubmit,
}: {
  readonly scheme: SchemeForm;
  readonly onSubmit: () => void;
}) {
  return (
    <div className="scheme-json">
      <div className="scheme-json-editor">
        <TextEditor
          text={json}
          language="json"
          label="The recipe as JSON"
          onChange={setJson}
          onSubmit={onSubmit}
          assist={recipeAssist}
        />
      </div>
      <p className="field-hint">
        <KeyHint keys="ctrl+space" /> offers what fits, <KeyHint keys="f1" /> explains what the cursor is on.
      </p>
      <div className="scheme-json-problems" role="status">
        {jsonProblems.length === 0 ? (
          <p className="field-hint">A complete recipe. The form shows the same.</p>
        ) : (
          <ul aria-label="Problems">
            {jsonProblems.slice(0, SHOWN_PROBLEMS).map(({ path, problem }) => (
              <li key={`${path} ${problem}`} className="field-error">
                <code>{path === '' ? 'The recipe' : path}</code> {problem}
              </li>
            ))}
            {jsonProblems.length > SHOWN_PROBLEMS ? (
              <li className="field-hint">and {jsonProblems.length - SHOWN_PROBLEMS} more</li>
            ) : null}
          </ul>
        )}
      </div>
    </div>
  );
}
