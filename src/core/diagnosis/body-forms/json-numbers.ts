/**
 * How the JSON printers of the world write a number they have parsed. Known answers of the real printers:
 * tests/fixtures/json-forms. All print the shortest digits that read back as the same double, and differ in the rest.
 */
export type NumberStyle = (raw: string) => string;

/** `0.digits × 10^point`, no trailing zeros; zero has no digits. */
interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly point: number;
}

const isWhole = (raw: string) => !/[.eE]/.test(raw);
/** Small enough that no language makes anything else of it. */
const isPlain = (raw: string) => raw.length < 16 && /^(?:-?[1-9][0-9]*|0)$/.test(raw);

function shortest(value: number): Decimal {
  const negative = value < 0 || Object.is(value, -0);
  if (value === 0) return { negative, digits: '', point: 1 };
  const [mantissa = '', exponent = '0'] = Math.abs(value).toExponential().split('e');
  return { negative, digits: mantissa.replace('.', ''), point: Number(exponent) + 1 };
}

/** Without exponent; `fraction`: what stands behind a whole number (".0"). */
function fixed({ negative, digits, point }: Decimal, fraction: string): string {
  const sign = negative ? '-' : '';
  if (digits === '') return `${sign}0${fraction}`;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (digits.length <= point) return `${sign}${digits.padEnd(point, '0')}${fraction}`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

interface ExponentForm {
  readonly mark: 'e' | 'E';
  /** Before an exponent that is not negative. */
  readonly plus: '+' | '';
  readonly minDigits: 1 | 2;
  /** Behind a mantissa of one digit. */
  readonly fraction: '' | '.0';
}

function scientific({ negative, digits, point }: Decimal, form: ExponentForm): string {
  const exponent = point - 1;
  const mantissa = digits.length === 1 ? `${digits}${form.fraction}` : `${digits.charAt(0)}.${digits.slice(1)}`;
  const magnitude = String(Math.abs(exponent)).padStart(form.minDigits, '0');
  return `${negative ? '-' : ''}${mantissa}${form.mark}${exponent < 0 ? '-' : form.plus}${magnitude}`;
}

const asWritten: NumberStyle = (raw) => raw;

const wholeNumber = (raw: string) => (raw === '-0' ? '0' : raw);

/** Every number is a double; an infinite one is null. */
const javaScript: NumberStyle = (raw) => (isPlain(raw) ? raw : JSON.stringify(Number(raw)));

/** The same digits, but zero keeps its sign. Numbers out of range are an error, and stay as they were. */
const go: NumberStyle = (raw) => {
  if (isPlain(raw)) return raw;
  const value = Number(raw);
  return Object.is(value, -0) ? '-0' : Number.isFinite(value) ? JSON.stringify(value) : raw;
};

/** float.__repr__. Integers have any length. */
const python: NumberStyle = (raw) => {
  if (isWhole(raw)) return wholeNumber(raw);
  const value = Number(raw);
  if (!Number.isFinite(value)) return value < 0 ? '-Infinity' : 'Infinity';
  const decimal = shortest(value);
  return decimal.point > -4 && decimal.point <= 16
    ? fixed(decimal, '.0')
    : scientific(decimal, { mark: 'e', plus: '+', minDigits: 2, fraction: '' });
};

/** Float#to_s: a whole number of sixteen digits already has an exponent, one with a fraction has not. */
const ruby: NumberStyle = (raw) => {
  if (isWhole(raw)) return wholeNumber(raw);
  const value = Number(raw);
  if (!Number.isFinite(value)) return raw;
  const decimal = shortest(value);
  return decimal.point > -4 && (decimal.point <= 15 || decimal.point < decimal.digits.length)
    ? fixed(decimal, '.0')
    : scientific(decimal, { mark: 'e', plus: '+', minDigits: 2, fraction: '.0' });
};

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

function isInt64(raw: string): boolean {
  if (raw.length < 19) return true;
  if (raw.length > 20) return false;
  const value = BigInt(raw);
  return value >= INT64_MIN && value <= INT64_MAX;
}

/** serialize_precision -1. Integers past 64 bits become doubles. */
const phpWith =
  (fraction: '' | '.0'): NumberStyle =>
  (raw) => {
    if (isWhole(raw) && isInt64(raw)) return wholeNumber(raw);
    const value = Number(raw);
    if (!Number.isFinite(value)) return raw;
    const decimal = shortest(value);
    return decimal.point > -4 && decimal.point <= 17
      ? fixed(decimal, fraction)
      : scientific(decimal, { mark: 'e', plus: '+', minDigits: 1, fraction: '.0' });
  };

/** java.lang.Double.toString as of JDK 19: the shortest digits, but two at least, and then the two nearest ones. */
function javaDouble(value: number): string {
  let decimal = shortest(value);
  if (decimal.digits.length === 1) {
    const [mantissa = '', exponent = '0'] = Math.abs(value).toExponential(1).split('e');
    const two = Number(`${mantissa}e${exponent}`);
    const digits = mantissa.replace('.', '').replace(/0$/, '');
    if (two === Math.abs(value)) decimal = { ...decimal, digits, point: Number(exponent) + 1 };
  }
  return decimal.digits === '' || (decimal.point > -3 && decimal.point <= 7)
    ? fixed(decimal, '.0')
    : scientific(decimal, { mark: 'E', plus: '', minDigits: 1, fraction: '.0' });
}

/** Jackson's tree and untyped maps: integers of any length, doubles for the rest. */
const jackson: NumberStyle = (raw) => {
  if (isWhole(raw)) return wholeNumber(raw);
  const value = Number(raw);
  if (!Number.isFinite(value)) return value < 0 ? '"-Infinity"' : '"Infinity"';
  return javaDouble(value);
};

/** Gson's untyped objects: every number is a Double. */
const gsonObject: NumberStyle = (raw) => {
  const value = Number(raw);
  return Number.isFinite(value) ? javaDouble(value) : raw;
};

/** java.math.BigDecimal#toString of the number with (`strip`) or without its trailing zeros. */
const bigDecimal =
  (strip: boolean): NumberStyle =>
  (raw) => {
    if (isWhole(raw)) return wholeNumber(raw);
    const [, sign = '', whole = '', fraction = '', exponent = '0'] =
      /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/.exec(raw) ?? [];
    // Longer exponents than any double has: no printer of webhooks makes them, and they would make digits by the million.
    if (exponent.length > 5) return raw;
    let scale = fraction.length - Number(exponent);
    let digits = `${whole}${fraction}`.replace(/^0+(?=[0-9])/, '');
    if (digits === '0' && strip) return '0';
    if (strip) {
      const kept = digits.replace(/0+$/, '');
      scale -= digits.length - kept.length;
      digits = kept;
    }
    const isNegative = sign === '-' && /[1-9]/.test(digits);
    const adjusted = digits.length - 1 - scale;
    const decimal: Decimal = { negative: isNegative, digits, point: adjusted + 1 };
    return scale >= 0 && adjusted >= -6
      ? fixed(decimal, '')
      : scientific(decimal, { mark: 'E', plus: '+', minDigits: 1, fraction: '' });
  };

/** org.json's numberToString: a BigDecimal whose fraction has lost its trailing zeros. */
const orgJson: NumberStyle = (raw) => {
  const text = bigDecimal(false)(raw);
  return text.includes('.') && !/[eE]/.test(text) ? text.replace(/\.?0+$/, '') : text;
};

/** .NET's shortest double ("R"): an exponent from 1E+15 on. */
function dotNetDouble(value: number, fraction: '' | '.0'): string {
  const decimal = shortest(value);
  return decimal.digits === '' || (decimal.point > -4 && decimal.point <= 15)
    ? fixed(decimal, fraction)
    : scientific(decimal, { mark: 'E', plus: '+', minDigits: 2, fraction: '' });
}

/** Json.NET: integers of any length, doubles with at least one decimal. */
const newtonsoft: NumberStyle = (raw) => {
  if (isWhole(raw)) return wholeNumber(raw);
  const value = Number(raw);
  return Number.isFinite(value) ? dotNetDouble(value, '.0') : raw;
};

/** System.Text.Json with properties of type double. Its own elements and nodes keep a number as it was written. */
const systemTextDouble: NumberStyle = (raw) => {
  if (isWhole(raw)) return wholeNumber(raw);
  const value = Number(raw);
  return Number.isFinite(value) ? dotNetDouble(value, '') : raw;
};

/** serde_json (the ryu crate). */
const rust: NumberStyle = (raw) => {
  if (isWhole(raw) && raw.length < 19) return raw === '-0' ? '-0.0' : raw;
  if (isWhole(raw) && (isInt64(raw) || (raw.length <= 20 && BigInt(raw) >= 0n && BigInt(raw) < 2n ** 64n))) return raw;
  const value = Number(raw);
  if (!Number.isFinite(value)) return raw;
  const decimal = shortest(value);
  return decimal.digits === '' || (decimal.point > -5 && decimal.point <= 16)
    ? fixed(decimal, '.0')
    : scientific(decimal, { mark: 'e', plus: '', minDigits: 1, fraction: '' });
};

export const numberStyles = {
  asWritten,
  javaScript,
  go,
  python,
  ruby,
  php: phpWith(''),
  phpFraction: phpWith('.0'),
  jackson,
  gsonObject,
  bigDecimal: bigDecimal(true),
  orgJson,
  newtonsoft,
  systemTextDouble,
  rust,
} as const satisfies Readonly<Record<string, NumberStyle>>;

export type NumberStyleName = keyof typeof numberStyles;
