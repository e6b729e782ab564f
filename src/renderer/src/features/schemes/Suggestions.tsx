import { Button, HostileText } from '../../ui/index.ts';

/** Header names of the selected capture to choose instead of typing them. */
export function Suggestions({
  names,
  onChoose,
}: {
  readonly names: readonly string[];
  readonly onChoose: (name: string) => void;
}) {
  if (names.length === 0) return null;
  return (
    <p className="scheme-suggestions">
      <span>In the selected capture:</span>
      {names.map((name) => (
        <Button key={name} size="small" ariaLabel={`Use ${name}`} onPress={() => onChoose(name)}>
          <HostileText className="mono">{name}</HostileText>
        </Button>
      ))}
    </p>
  );
}
