import { z } from "zod";
import { isRecord } from "../../components/isRecord";
import { hintAt, unwrap } from "./schemaPaths";

type Schema = z.core.$ZodType;

/** A list or record with more entries than its schema allows. */
export interface TooMany {
  readonly path: readonly PropertyKey[];
  readonly count: number;
  readonly most: number;
}

/** Stored values, converted to their schema's types. */
export interface Typed {
  readonly value: unknown;
  /**
   * Lists and records with too many entries. `value` contains only the first entries, so that checks stay fast for any
   * length.
   */
  readonly tooMany: readonly TooMany[];
}

/**
 * Converts stored values to their schema's types. `pulumi config set` may store a type that the user did not intend. If
 * the old value was text, it stores a number as text. If there was no old value, it stores a name that consists of
 * digits as a number. Neither is the user's mistake.
 */
export function typed(schema: Schema, value: unknown): Typed {
  const tooMany: TooMany[] = [];
  const walk = (part: Schema, stored: unknown, path: readonly PropertyKey[]): unknown => {
    const bare = unwrap(part);
    if (bare instanceof z.ZodNumber) return typeof stored === "string" && NUMBER.test(stored) ? Number(stored) : stored;
    if (bare instanceof z.ZodBoolean) return stored === "true" || stored === "false" ? stored === "true" : stored;
    if (bare instanceof z.ZodString)
      return typeof stored === "number" || typeof stored === "boolean" ? String(stored) : stored;
    const beginning = <Member>(members: readonly Member[]): readonly Member[] => {
      const most = hintAt(part, [], "most");
      if (typeof most !== "number" || members.length <= most) return members;
      tooMany.push({ path, count: members.length, most });
      return members.slice(0, most);
    };
    if (bare instanceof z.ZodArray && Array.isArray(stored))
      return beginning(stored).map((member, index) => walk(bare.element, member, [...path, index]));
    if (!isRecord(stored) || Array.isArray(stored) || !(bare instanceof z.ZodRecord || bare instanceof z.ZodObject))
      return stored;
    return Object.fromEntries(
      beginning(Object.entries(stored)).map(([key, member]) => {
        const known = bare instanceof z.ZodRecord ? bare.valueType : ownValue(bare.shape, key);
        return [key, known === undefined ? member : walk(known, member, [...path, key])];
      }),
    );
  };
  return { value: walk(schema, value, []), tooMany };
}

/** Example: `-12.5`. */
const NUMBER = /^-?\d{1,15}(\.\d+)?$/;

const ownValue = <Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;
