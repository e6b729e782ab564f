/*
 * The screen's building blocks. Labels are required wherever a screen reader needs one; every `onX` takes no event.
 * Classes of use to features: `.mono`, `.visually-hidden`, `.input` (styles/base.css, ui/Field.css); colours, spacing and
 * type only through the custom properties of styles/tokens.css.
 *
 *   Button         children, onPress, variant: primary|plain|quiet|danger, size: small|medium, icon, isDisabled, isBusy, type
 *   IconButton     label (name and tooltip), icon, onPress, shortcut, variant: quiet|plain, size, isDisabled, isPressed
 *   TextField      label, hideLabel, value, onChange, onBlur, onSubmit (Enter), hint, error, type, mono, suffix, inputRef, …
 *   TextArea       label, hideLabel, value, onChange, onBlur, hint, error, rows, mono, …
 *   SavedTextField label, value (stored), save(text) => Promise<error|null>, rows, suffix, …: saves itself on blur and Enter
 *   SecretField    label, value, onChange, onSubmit (Enter), hint, error: a masked text area with a button that shows it
 *   Select         label, hideLabel, value, onChange(id), options: {id,label,hint?}[], searchable, placeholder, error, size
 *   Switch         children, isSelected, onChange, isDisabled, ariaLabel
 *   Checkbox       children, isSelected, onChange, isDisabled
 *   Field          label, hint, error, children({id, describedBy}): for controls that bring no label (an editor)
 *   Tabs           label, tabs: {id,label,badge?,content()}[], selected, onChange(id), end: fills its height
 *   Dialog         title, isOpen, onClose, size: small|medium|large, footer, children
 *   ConfirmDialog  title, isOpen, onClose, onConfirm, confirmLabel, isDangerous, children
 *   FormDialog     title, confirmLabel, isComplete, onClose, onConfirm() => Promise<Failure|null>, children(submit)
 *   LeaveGuard     guard (useLeaveGuard()), lost, children: asks before forms inside that say useUnsaved(true) are left by leave(go)
 *   Menu           label, trigger (a Button), items: ({id,label,icon?,shortcut?,isDisabled?,isDangerous?,onAction}|null)[]
 *   Popover        label, trigger (a Button), placement, children
 *   Tooltip        text, children (one focusable DOM element)
 *   Badge          tone: neutral|accent|ok|fail|warn, children
 *   VerdictMark    kind: verified|failed|unchecked|malformed|pending, reason (words), size: row|heading
 *   StatusChip     status (HTTP code or null)
 *   StateDot       tone, isPulsing, children (the word)
 *   CopyButton     text (string or async maker), label, children (with it: a full button), size, variant
 *   CodeBlock      code, label: a command with its copy button
 *   EmptyState     icon, title, children (what to do next), actions
 *   ErrorBoundary  pane (its name), bridge, resetBy, children: a bug inside takes only this pane down
 *   ErrorState     failure (explained), onRetry, actions, onDismiss
 *   InlineNotice   tone, title, children, actions, onDismiss
 *   KeyHint        keys: a chord such as `mod+k`, `r`, `mod+shift+backspace`
 *   Spinner        label, size
 *   SplitPane      id, label, orientation, first, second, firstSize (%), firstMin, secondMin (px)
 *   Toolbar        label, children: a row of buttons, one tab stop
 *   TimeAgo        at (ms)
 *   HostileText    children (captured text), bytes (it is a byte string)
 *   formatBytes, formatCount, formatCounted, formatDuration, formatClock, formatMoment, formatRowTime, formatTimeAgo
 *   visibleText, visibleByteString, middleTruncated, classNames, copyText, isMac, isWindows, useNow(everyMs), useWidth(ref)
 */
export { Badge, type Tone } from './Badge.tsx';
export { Button, type ButtonProps } from './Button.tsx';
export { Checkbox } from './Checkbox.tsx';
export { CodeBlock } from './CodeBlock.tsx';
export { ConfirmDialog } from './ConfirmDialog.tsx';
export { CopyButton } from './CopyButton.tsx';
export { classNames } from './class-names.ts';
export { copyText } from './clipboard.ts';
export { Dialog } from './Dialog.tsx';
export { EmptyState } from './EmptyState.tsx';
export { describeError, ErrorBoundary } from './ErrorBoundary.tsx';
export { ErrorState } from './ErrorState.tsx';
export { Field } from './Field.tsx';
export { FormDialog } from './FormDialog.tsx';
export {
  formatBytes,
  formatClock,
  formatCount,
  formatCounted,
  formatDuration,
  formatMoment,
  formatRowTime,
  formatTimeAgo,
} from './format.ts';
export { HostileText } from './HostileText.tsx';
export { IconButton, type IconButtonProps } from './IconButton.tsx';
export { InlineNotice } from './InlineNotice.tsx';
export { KeyHint } from './KeyHint.tsx';
export { LeaveGuard, useLeave, useLeaveGuard, useUnsaved } from './LeaveGuard.tsx';
export { Menu, type MenuAction } from './Menu.tsx';
export { Popover } from './Popover.tsx';
export { isMac, isWindows } from './platform.ts';
export { SavedTextField } from './SavedTextField.tsx';
export { SecretField } from './SecretField.tsx';
export { Select, type SelectOption } from './Select.tsx';
export { Spinner } from './Spinner.tsx';
export { SplitPane } from './SplitPane.tsx';
export { StateDot } from './StateDot.tsx';
export { StatusChip } from './StatusChip.tsx';
export { Switch } from './Switch.tsx';
export { type TabItem, Tabs } from './Tabs.tsx';
export { TextArea } from './TextArea.tsx';
export { selectText, TextField } from './TextField.tsx';
export { TimeAgo, useNow } from './TimeAgo.tsx';
export { Toolbar } from './Toolbar.tsx';
export { Tooltip } from './Tooltip.tsx';
export { useWidth } from './use-width.ts';
export { VerdictMark, type VerdictMarkKind } from './VerdictMark.tsx';
export { middleTruncated, visibleByteString, visibleText } from './visible-text.ts';
