import { deserializeProperties, isRpcSecret, unwrapRpcSecret } from "@pulumi/pulumi/runtime/rpc";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { isRecord } from "../../components/isRecord";
import type { Properties } from "../azure/types/azureType";
import type { RecordedResource } from "./graph";

interface StringList {
  getUrnsList(): string[];
}

/** The part of the SDK's RegisterResourceRequest that is recorded. */
export interface RegisterRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getCustom(): boolean;
  getObject(): Struct | undefined;
  getProvider(): string;
  getDependenciesList(): string[];
  getPropertydependenciesMap(): { forEach(visit: (value: StringList, key: string) => void): void };
  getProtect(): boolean;
  getRetainondelete(): boolean;
  getDeletebeforereplace(): boolean;
  getReplaceonchangesList(): string[];
  getIgnorechangesList(): string[];
  getCustomtimeouts(): { getCreate(): string; getUpdate(): string; getDelete(): string } | undefined;
}

/** Returns what a request registers. */
export function readRequest(request: RegisterRequest): Omit<RecordedResource, "urn" | "id" | "outputs"> {
  const struct = request.getObject() ?? new Struct();
  const propertyDependencies: Record<string, readonly string[]> = {};
  request.getPropertydependenciesMap().forEach((value, key) => {
    propertyDependencies[key] = value.getUrnsList();
  });
  const timeouts = request.getCustomtimeouts();
  const customTimeouts = {
    create: timeouts?.getCreate() ?? "",
    update: timeouts?.getUpdate() ?? "",
    delete: timeouts?.getDelete() ?? "",
  };
  return {
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent(),
    custom: request.getCustom(),
    inputs: plain(deserializeProperties(struct, true)),
    raw: struct.toJavaScript(),
    provider: request.getProvider(),
    dependencies: request.getDependenciesList(),
    propertyDependencies,
    protect: request.getProtect(),
    retainOnDelete: request.getRetainondelete(),
    deleteBeforeReplace: request.getDeletebeforereplace(),
    replaceOnChanges: request.getReplaceonchangesList(),
    ignoreChanges: request.getIgnorechangesList(),
    customTimeouts: Object.fromEntries(Object.entries(customTimeouts).filter(([, value]) => value !== "")),
  };
}

/** Returns the properties without the SDK's markers for secrets. */
function plain(properties: Record<string, unknown>): Properties {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, plainValue(value)]));
}

function plainValue(value: unknown): unknown {
  if (isRpcSecret(value)) return plainValue(unwrapRpcSecret(value));
  if (Array.isArray(value)) return value.map(plainValue);
  return isRecord(value) ? plain(value) : value;
}

/** Converts properties to a Struct, the message type that the SDK expects. */
export const toStruct = (properties: Parameters<typeof Struct.fromJavaScript>[0]): Struct =>
  Struct.fromJavaScript(properties);
