import { Component, type ErrorInfo, type ReactNode } from 'react';
import type { Bridge } from '../../../core/contract.ts';
import { Button, EmptyState } from '../ui/index.ts';

interface ErrorBoundaryProps {
  /** The pane's name as the user knows it. */
  readonly pane: string;
  readonly bridge: Bridge;
  readonly children: ReactNode;
}

interface ErrorBoundaryState {
  readonly broken: boolean;
}

/**
 * A bug in one pane takes only that pane down. It is told to the log by name and stack; the error's message may quote
 * captured content, so it stays out.
 */
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

/** Name and stack frames of what was thrown, without its message. */
export function describeError(error: unknown): { readonly name: string; readonly stack: string } {
  if (!(error instanceof Error)) return { name: typeof error, stack: '' };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { name: error.name, stack: frames.join('\n') };
}
