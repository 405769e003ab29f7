import type { Properties } from "../azure/types/azureType";

/** A resource that the program has registered. */
export interface RecordedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** The parent's URN. Empty for the stack. */
  readonly parent: string;
  readonly custom: boolean;
  readonly id: string;
  /**
   * Resolved inputs. In a preview, a value that is not known yet is replaced by the SDK's marker for unknown values.
   */
  readonly inputs: Properties;
  /** Inputs as the SDK sent them, including its markers for secrets. */
  readonly raw: Properties;
  readonly outputs: Properties;
  readonly provider: string;
  /** URNs of the resources that this one depends on. */
  readonly dependencies: readonly string[];
  /** For each input, the URNs of the resources from which its value comes. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly deleteBeforeReplace: boolean;
  readonly replaceOnChanges: readonly string[];
  readonly ignoreChanges: readonly string[];
  /** Example: `{ create: "20m" }`. */
  readonly customTimeouts: Readonly<Record<string, string>>;
}

/** What a rehearsal reads from a deployment: its resources and outputs. */
export interface DeployedArtifacts {
  /** Returns all resources of a type. */
  all(type: string): readonly Pick<RecordedResource, "id" | "inputs">[];
  /** The stack's outputs. */
  readonly outputs: Properties;
}

/** A line that the program logged. */
export interface LogLine {
  readonly severity: "debug" | "info" | "warning" | "error";
  readonly message: string;
}

/** Everything that the program has registered in one run, in order. */
export class Graph implements DeployedArtifacts {
  constructor(
    readonly resources: readonly RecordedResource[],
    /** The stack's outputs. */
    readonly outputs: Properties,
    readonly log: readonly LogLine[],
  ) {}

  /** Returns all resources of a type. Example: `graph.all("azure-native:compute:VirtualMachine")`. */
  all(type: string): RecordedResource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  /** Returns the only resource of a type. Throws if the type has no resource, or more than one. */
  only(type: string): RecordedResource {
    const [found, ...others] = this.all(type);
    if (found === undefined || others.length > 0) {
      throw new Error(`expected one ${type}, found ${found === undefined ? 0 : others.length + 1}`);
    }
    return found;
  }

  /** Returns the resource with this URN. Throws if no resource has it. */
  byUrn(urn: string): RecordedResource {
    const found = this.resources.find((resource) => resource.urn === urn);
    if (found === undefined) throw new Error(`no resource ${urn}`);
    return found;
  }

  /** Whether a resource depends on another resource, directly or indirectly. */
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
