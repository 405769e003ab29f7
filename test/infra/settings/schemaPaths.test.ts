import { describe, expect, it } from "vitest";
import { z } from "zod";
import { hintAt, schemaAt, unwrap } from "../../../infra/settings/schemaPaths";

const schema = z.strictObject({
  count: z.number().meta({ unit: "machines", example: 3 }).default(2).meta({ description: "How many.", example: 4 }),
  members: z.array(z.strictObject({ name: z.string().meta({ example: "a" }) })).default([]),
  tags: z.record(z.string(), z.string().meta({ example: "b" })).optional(),
});

describe("a hint", () => {
  it("comes from the outermost of the nested schemas that have it", () => {
    expect(hintAt(schema, ["count"], "example")).toBe(4);
    expect(hintAt(schema, ["count"], "unit")).toBe("machines");
  });

  it("is found inside lists and records", () => {
    expect(hintAt(schema, ["members", 7, "name"], "example")).toBe("a");
    expect(hintAt(schema, ["tags", "any"], "example")).toBe("b");
  });

  it("about the default value is the schema's own default", () => {
    expect(hintAt(schema, ["count"], "default")).toBe(2);
  });

  it("is undefined at a path that the schema does not have", () => {
    expect(hintAt(schema, ["members", 0, "missing"], "example")).toBeUndefined();
    expect(schemaAt(schema, ["count", "missing"])).toBeUndefined();
  });
});

it("an unwrapped schema has no default or optional around it", () => {
  expect(unwrap(schema.shape.count)).toBeInstanceOf(z.ZodNumber);
  expect(unwrap(schema.shape.tags)).toBeInstanceOf(z.ZodRecord);
});
