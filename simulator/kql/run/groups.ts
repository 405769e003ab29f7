import type { Compute, Row } from "./table";
import { keyOf, type Value } from "./value";

/** Rows with equal keys. */
export interface Group {
  /** The key's values in the group's first row. */
  readonly key: Row;
  readonly rows: Row[];
}

/** A value in the form in which a Map finds it. */
type Part = string | number | boolean | null;

/** Returns the same part only for equal values. Most values are their own part, because making a text for each takes long. */
function partOf(value: Value): Part {
  // Texts that begin with U+0001 stand for other values. A text in the data that begins with this character is therefore
  // encoded as well.
  if (typeof value === "string") return value.charCodeAt(0) === 1 ? `\u0001${keyOf(value)}` : value;
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "number" && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value;
  return `\u0001${keyOf(value)}`;
}

/** What follows the first values of a key: other levels, or, after the last value, a group. */
class Level {
  private levels: Map<Part, Level> | undefined;
  private groups: Map<Part, Group> | undefined;

  level(part: Part): Level | undefined {
    return this.levels?.get(part);
  }

  addLevel(part: Part): Level {
    const level = new Level();
    this.levels ??= new Map();
    this.levels.set(part, level);
    return level;
  }

  group(part: Part): Group | undefined {
    return this.groups?.get(part);
  }

  addGroup(part: Part, group: Group): void {
    this.groups ??= new Map();
    this.groups.set(part, group);
  }
}

/** Rows in groups with equal keys. */
export class Groups {
  /** The groups in the order in which their keys first appear. */
  readonly all: Group[] = [];
  private readonly root = new Level();

  /** `keys` compute the values of a row's key. Without them, all rows are one group. */
  constructor(rows: readonly Row[], keys: readonly Compute[]) {
    for (const row of rows) {
      let level = this.root;
      for (let at = 0; at + 1 < keys.length; at += 1) {
        const part = partOf(keys[at]?.(row) ?? null);
        level = level.level(part) ?? level.addLevel(part);
      }
      const last = partOf(keys.at(-1)?.(row) ?? null);
      const found = level.group(last);
      if (found !== undefined) {
        found.rows.push(row);
        continue;
      }
      const group = { key: keys.map((compute) => compute(row)), rows: [row] };
      level.addGroup(last, group);
      this.all.push(group);
    }
  }

  /** Returns the rows of the group whose key has the values that `keys` compute for a row. */
  find(row: Row, keys: readonly Compute[]): readonly Row[] | undefined {
    let level: Level | undefined = this.root;
    for (let at = 0; at + 1 < keys.length; at += 1) {
      level = level.level(partOf(keys[at]?.(row) ?? null));
      if (level === undefined) return undefined;
    }
    return level.group(partOf(keys.at(-1)?.(row) ?? null))?.rows;
  }
}
