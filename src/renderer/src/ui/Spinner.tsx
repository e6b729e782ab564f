import './Spinner.css';

/** A turning ring. Give a `label` where nothing beside it says what is going on. */
export function Spinner({ label, size = 14 }: { readonly label?: string; readonly size?: number }) {
  return (
    <span className="spinner-box">
      <span className="spinner" style={{ width: size, height: size }} aria-hidden="true" />
      {label === undefined ? null : <span role="status">{label}</span>}
    </span>
  );
}
