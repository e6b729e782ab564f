import { SplitPane } from '../../ui/index.ts';
import { CheckFields } from './CheckFields.tsx';
import { CheckResult } from './CheckResult.tsx';
import './check.css';

/** A verdict and its reasons for a request that was never captured. */
export function CheckView() {
  return (
    <SplitPane
      id="check"
      label="Width of the request"
      firstSize={38}
      firstMin={340}
      secondMin={440}
      first={<CheckFields />}
      second={<CheckResult />}
    />
  );
}
