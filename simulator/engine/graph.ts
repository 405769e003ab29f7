import type { Properties } from "../azure/types/azureType";

/** One resource as the program registered it. */
export interface RecordedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** URN of the parent; empty for the stack. */
  readonly parent: string;
  readonly custom: boolean;
  readonly id: string;
  /** Resolved inputs; what is not known in a preview is the SDK's marker for unknown. */
  readonly inputs: Properties;
  /** Inputs as they travelled, with the markers of secrets. */
  readonly raw: Properties;
  readonly outputs: Properties;
  readonly provider: string;
  /** URNs this resource waits for. */
  readonly dependencies: readonly string[];
  /** For each input, the URNs its value comes from. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly deleteBeforeReplace: boolean;
  readonly replaceOnChanges: readonly string[];
  readonly ignoreChanges: readonly string[];
  /** Example: `{ create: "20m" }`. */
  readonly customTimeouts: Readonly<Record<string, string>>;
}

/** What a deployment has made: as much of it as is shipped to machines and people. */
export interface DeployedArtifacts {
  all(type: string): readonly Pick<RecordedResource, "id" | "inputs">[];
  /** Outputs of the stack. */
  readonly outputs: Properties;
}

/** A line that the program logged. */
export interface LogLine {
  readonly severity: "debug" | "info" | "warning" | "error";
  readonly message: string;
}

/** Everything that a run of the program registered, in order. */
export class Graph implements DeployedArtifacts {
  constructor(
    readonly resources: readonly RecordedResource[],
    /** Outputs of the stack. */
    readonly outputs: Properties,
    readonly log: readonly LogLine[],
  ) {}

  /** All resources of a type. Example: `graph.all("azure-native:compute:VirtualMachine")`. */
  all(type: string): RecordedResource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  /** The one resource of a type. Throws where there is none or another. */
  only(type: string): RecordedResource {
    const [found, ...others] = this.all(type);
    if (found === undefined || others.length > 0) {
      throw new Error(`expected one ${type}, found ${found === undefined ? 0 : others.length + 1}`);
    }
    return found;
  }

  /** The resource behind a URN. */
  byUrn(urn: string): RecordedResource {
    const found = this.resources.find((resource) => resource.urn === urn);
    if (found === undefined) throw new Error(`no resource ${urn}`);
    return found;
  }

  /** Whether one resource waits for another, directly or through others. */
  waitsFor(resource: RecordedResource, other: RecordedResource): boolean {
    const seen = new Set<string>();
    const open = [...resource.dependencies];
    for (let urn = open.pop(); urn !== undefined; urn = open.pop()) {
      if (urn === other.urn) return true;
      if (seen.has(urn)) continue;
      seen.add(urn);
      open.push(...this.byUrn(urn).dependencies);
    }
    return false;
  }
}
