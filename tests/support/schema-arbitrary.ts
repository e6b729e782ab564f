import fc from 'fast-check';
import { z } from 'zod';

/**
 * Values that a zod schema takes, odd ones among them: for every schema there is, so that a new command is tried as soon as it
 * has an input. `texts` and `numbers` are tried wherever they fit: ids that exist, addresses that answer, hostile strings.
 */
export interface Pools {
  readonly texts: readonly string[];
  readonly numbers: readonly number[];
  /** For places that take any object. */
  readonly objects: readonly object[];
}

export function valuesOf(schema: z.core.$ZodType, pools: Pools): fc.Arbitrary<unknown> {
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries<z.core.$ZodType>(schema.shape);
    const required = fields.filter(([, field]) => !isOptional(field)).map(([name]) => name);
    return fc.record(Object.fromEntries(fields.map(([name, field]) => [name, valuesOf(field, pools)])), {
      requiredKeys: required,
    });
  }
  if (isOptional(schema) || schema instanceof z.ZodReadonly) return valuesOf(schema.unwrap(), pools);
  if (schema instanceof z.ZodNullable) return fc.option(valuesOf(schema.unwrap(), pools));
  if (schema instanceof z.ZodArray) return fc.array(valuesOf(schema.element, pools), { maxLength: 4 });
  if (schema instanceof z.ZodTuple) return fc.tuple(...schema.def.items.map((item) => valuesOf(item, pools)));
  if (schema instanceof z.ZodUnion) return fc.oneof(...schema.options.map((option) => valuesOf(option, pools)));
  if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.values);
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  if (schema instanceof z.ZodNull) return fc.constant(null);
  if (schema instanceof z.ZodNumber) {
    const bounds = [schema.minValue, schema.maxValue].filter((bound) => bound !== null);
    return taken(schema, [...pools.numbers, ...bounds, 0.5]);
  }
  if (schema instanceof z.ZodString) return fc.oneof(taken(schema, pools.texts), fc.string({ maxLength: 20 }));
  if (schema instanceof z.ZodCustom) {
    const made = [new Uint8Array(), Uint8Array.of(0, 255), new TextEncoder().encode('{"id":1}'), ...pools.objects];
    return taken(schema, made);
  }
  throw new Error(`there are no values for a schema of the kind ${schema._zod.def.type} yet`);
}

function isOptional(schema: z.core.$ZodType): schema is z.ZodOptional | z.ZodExactOptional {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional;
}

function taken<T>(schema: z.core.$ZodType, values: readonly T[]): fc.Arbitrary<T> {
  return fc.constantFrom(...values.filter((value) => z.safeParse(schema, value).success));
}

/** A value like `of`, with something odd in one place of it. */
export function oddly(of: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.tuple(of, fc.nat(), odd).map(([value, seed, strange]) => {
    const places = placesOf(value);
    return replaced(value, places[seed % places.length] ?? [], strange);
  });
}

type Path = readonly (string | number)[];

function placesOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [path];
  return [path, ...Object.entries(value).flatMap(([name, inner]) => placesOf(inner, [...path, name]))];
}

function replaced(value: unknown, [name, ...rest]: Path, by: unknown): unknown {
  if (name === undefined) return by;
  if (Array.isArray(value)) return value.map((one, index) => (index === Number(name) ? replaced(one, rest, by) : one));
  // `placesOf` found it as a member of an object.
  const members = value as Record<string, unknown>;
  return { ...members, [name]: replaced(members[name], rest, by) };
}

const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    Number.NaN,
    -0,
    -1,
    1e308,
    Number.POSITIVE_INFINITY,
    2 ** 53,
    10n,
    '',
    '\ud800',
    'x'.repeat(100_000),
    JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
    new Date(0),
    new Map([['a', 1]]),
    new Error('odd'),
    new ArrayBuffer(8),
    new Uint16Array(4),
    nested(1000),
    Array.from({ length: 20_000 }, () => null),
  ),
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true }),
);
