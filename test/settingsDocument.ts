import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { z } from "zod";
import { rules } from "../infra/policy/rules";
import { settingsSchema, wholeSchema } from "../infra/settings/schema";
import { hintAt, schemaAt, unwrap } from "../infra/settings/schemaPaths";
import { between, code, head, replaced, row } from "./markdown";

type Path = readonly (string | number)[];

/** A setting whose value is a single value or a list of single values. */
export interface Setting {
  /** Example: `clusters[].nodeCidrs[]`. */
  readonly key: string;
  /**
   * The setting's path, which selects the first member of each list above the setting. Example: `["clusters", 0,
   * "nodeCidrs"]`.
   */
  readonly path: Path;
  /** The path of one value: the setting itself, or the first member of its list. */
  readonly valuePath: Path;
}

/** Returns the settings below a path, in the schema's order. */
export function settingsBelow(path: Path, key: string): Setting[] {
  const schema = schemaAt(wholeSchema, path);
  const bare = schema === undefined ? undefined : unwrap(schema);
  if (bare instanceof z.ZodArray) {
    const isObject = unwrap(bare.element) instanceof z.ZodObject;
    if (isObject) return settingsBelow([...path, 0], `${key}[]`);
    return [{ key: `${key}[]`, path, valuePath: [...path, 0] }];
  }
  if (bare instanceof z.ZodRecord) return [{ key: `${key}.NAME`, path, valuePath: [...path, "NAME"] }];
  if (bare instanceof z.ZodObject)
    return Object.keys(bare.shape).flatMap((name) => settingsBelow([...path, name], `${key}.${name}`));
  return [{ key, path, valuePath: path }];
}

/** Returns all settings of a stack. */
export const allSettings = (): Setting[] => Object.keys(settingsSchema).flatMap((key) => settingsBelow([key], key));

/** Returns a text with the valid values, if the description does not list them, and the maximum number of list members. */
function valuesOf({ path, valuePath }: Setting, description: string): string {
  const schema = schemaAt(wholeSchema, valuePath);
  const bare = schema === undefined ? undefined : unwrap(schema);
  const options = bare instanceof z.ZodEnum ? bare.options.map(code) : [];
  const values = hintAt(wholeSchema, valuePath, "values");
  const most = hintAt(wholeSchema, path, "most");
  return [
    ...(options.some((option) => !description.includes(option)) ? [`${options.join(" or ")}.`] : []),
    ...(values === undefined ? [] : [`Values: ${values}.`]),
    ...(most === undefined ? [] : [`At most ${most}.`]),
  ].join(" ");
}

/** Returns the default as the page shows it. Examples: `none`, `required`, or a value. */
const defaultOf = ({ path }: Setting): string => {
  const value = hintAt(wholeSchema, path, "default");
  const schema = schemaAt(wholeSchema, path);
  if (typeof value === "boolean" || typeof value === "number") return code(value);
  if (typeof value !== "string")
    return schema !== undefined && z.safeParse(schema, undefined).success ? "none" : "required";
  const isValue = schema !== undefined && z.safeParse(schema, value).success;
  return isValue ? code(value) : value;
};

/** Returns a valid value: the schema's example, or the first listed value that is not the default. */
export function exampleOf({ path, valuePath }: Setting): unknown {
  const example = hintAt(wholeSchema, valuePath, "example");
  const others = hintAt(wholeSchema, valuePath, "others") ?? hintAt(wholeSchema, valuePath, "choices");
  const usual = hintAt(wholeSchema, path, "default");
  return example ?? (Array.isArray(others) ? others.find((value) => value !== usual) : undefined);
}

/** Replaces the part of a resource id that is the same in all examples by `…`. */
const shortId = (example: unknown): string =>
  String(example).replace(/^\/subscriptions\/.*\/providers\//, "/subscriptions/…/");

function settingRow(setting: Setting): string {
  const description = String(hintAt(wholeSchema, setting.path, "description"));
  const unit = hintAt(wholeSchema, setting.valuePath, "unit") ?? "";
  const what = [description, valuesOf(setting, description)].filter((part) => part !== "").join(" ");
  return row(code(setting.key), what, defaultOf(setting), String(unit), code(shortId(exampleOf(setting))));
}

const descriptionOf = (key: string): string => String(hintAt(wholeSchema, [key], "description"));

const section = (key: string): string[] => [
  `### ${key}`,
  "",
  // A key without nested settings needs no text above its table, because the table contains its description.
  ...(settingsBelow([key], key).some(({ path }) => path.length > 1) ? [descriptionOf(key), ""] : []),
  ...head("key", "what", "default", "unit", "example"),
  ...settingsBelow([key], key).map(settingRow),
  "",
];

/** Returns docs/settings.md with its tables regenerated from the schema. */
export const settingsPage = (text: string): string =>
  between(text, "settings", Object.keys(settingsSchema).flatMap(section).slice(0, -1));

/** Returns docs/security.md with its policy table regenerated from the rules. */
export const securityPage = (text: string): string =>
  between(text, "policies", [
    ...head("rule", "demand"),
    ...rules.map(({ name, description }) => row(code(name), description)),
  ]);

/** Returns Pulumi.yaml with its descriptions regenerated from the schema. */
export const projectFile = (text: string): string =>
  Object.keys(settingsSchema).reduce(
    (document, key) =>
      replaced(
        document,
        new RegExp(`^(  ${key}:\\n    description: ).*$`, "m"),
        ([, start = ""]) => `${start}${stringify(descriptionOf(key), { lineWidth: 0 }).trim()}`,
      ),
    text,
  );

/** The files that are generated from the schema and the policy rules, each with its generator. */
export const DOCUMENTS: readonly (readonly [file: string, render: (text: string) => string])[] = [
  ["docs/settings.md", settingsPage],
  ["docs/security.md", securityPage],
  ["Pulumi.yaml", projectFile],
];

export const documentText = (file: string): string => readFileSync(join(__dirname, "..", file), "utf8");

if (require.main === module) {
  for (const [file, render] of DOCUMENTS) writeFileSync(join(__dirname, "..", file), render(documentText(file)));
}
