import { Component, type ErrorInfo, type ReactNode } from 'react';
import type { Bridge } from '../../../core/contract.ts';
import { Button } from './Button.tsx';
import { EmptyState } from './EmptyState.tsx';

export interface ErrorBoundaryProps {
  /** The pane's name as the user knows it, at the start of a sentence. */
  readonly pane: string;
  readonly bridge: Bridge;
  /** What the pane shows: when it is another, the pane is tried again. Unlike a `key`, it keeps a pane that works. */
  readonly resetBy?: string | number;
  readonly children: ReactNode;
}

interface ErrorBoundaryState {
  readonly broken: boolean;
}

/** A bug in one pane takes only that pane down. It is told to the log by name and stack. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { broken: false };

  static getDerivedStateFromError(): ErrorBoundaryState {
    return { broken: true };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    const { name, stack } = describeError(error);
    this.props.bridge
      .call('log.rendererError', { pane: this.props.pane, name, stack: `${stack}\n${info.componentStack ?? ''}` })
      // Without the engine there is no log; the pane already says that it broke, and the connection notice says the rest.
      .catch(() => undefined);
  }

  override componentDidUpdate(before: ErrorBoundaryProps): void {
    if (this.state.broken && before.resetBy !== this.props.resetBy) this.setState({ broken: false });
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <EmptyState
        title={`${this.props.pane} ran into a bug and stopped`}
        actions={
          <Button variant="primary" onPress={() => this.setState({ broken: false })}>
            Reload pane
          </Button>
        }
      >
        <p>Your captures are safe: they are on disk. The error was written to the log in the data folder.</p>
      </EmptyState>
    );
  }
}

/** Name and stack frames of what was thrown, without its message: that may quote captured content. */
export function describeError(error: unknown): { readonly name: string; readonly stack: string } {
  if (!(error instanceof Error)) return { name: typeof error, stack: '' };
  // V8 puts name and message in front of the frames. A stack that was cut from its message is not trusted to be one.
  const { name, message, stack = '' } = error;
  const head = [`${name}: ${message}`, name].find((text) => stack.startsWith(`${text}\n`));
  return { name, stack: head === undefined ? '' : stack.slice(head.length + 1) };
}
