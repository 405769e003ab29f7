import type { Node } from "../tree";
import { chooseColumns, extend, project } from "./columns";
import { constant } from "./expression";
import { join } from "./join";
import { makeSeries } from "./makeSeries";
import { mvExpand } from "./mvExpand";
import { parse } from "./parse";
import { range } from "./range";
import type { Scope } from "./scope";
import { sort, top } from "./sort";
import { distinct, summarize } from "./summarize";
import type { Table } from "./table";
import { union } from "./union";
import { numberOf } from "./value";
import { where } from "./where";

/** Evaluates a tabular operator on its input. */
export type TabularOperator = (node: Node, input: Table, scope: Scope) => Table;

const unchanged: TabularOperator = (_, input) => input;

/** The tabular operators, by the kinds of their nodes in Microsoft's syntax tree. */
export const TABULAR_OPERATORS: Readonly<Record<string, TabularOperator>> = {
  FilterOperator: where,
  ExtendOperator: extend,
  SerializeOperator: (node, { columns, rows, sortedBy }, scope) => {
    const input = { columns, rows, sortedBy, isSerialized: true };
    return node.list("Expressions").length > 0 ? extend(node, input, scope) : input;
  },
  ProjectOperator: project,
  PrintOperator: project,
  ProjectAwayOperator: chooseColumns,
  ProjectKeepOperator: chooseColumns,
  ProjectRenameOperator: chooseColumns,
  ProjectReorderOperator: chooseColumns,
  SummarizeOperator: summarize,
  DistinctOperator: distinct,
  CountOperator: (node, input) => ({ columns: node.columns, rows: [[input.rows.length]] }),
  SortOperator: sort,
  TopOperator: top,
  TakeOperator: (node, input, scope) => ({
    columns: input.columns,
    rows: input.rows.slice(0, numberOf(constant(node.part("Expression"), scope)) ?? 0),
    sortedBy: input.sortedBy,
  }),
  JoinOperator: join,
  LookupOperator: join,
  UnionOperator: union,
  MvExpandOperator: mvExpand,
  MakeSeriesOperator: makeSeries,
  ParseOperator: parse,
  ParseWhereOperator: parse,
  RangeOperator: range,
  AsOperator: unchanged,
  RenderOperator: unchanged,
};
