import { addresses } from "./bad/addresses";
import { alertsSchema } from "./bad/alertsSchema";
import { arcSchema } from "./bad/arcSchema";
import { checks } from "./bad/checks";
import { combinations } from "./bad/combinations";
import { detectionCombinations } from "./bad/detectionCombinations";
import { detectionsSchema } from "./bad/detectionsSchema";
import { durations } from "./bad/durations";
import { eventsSchema } from "./bad/eventsSchema";
import { exceptionSchema } from "./bad/exceptionSchema";
import { forwarderSchema } from "./bad/forwarderSchema";
import { issues } from "./bad/issues";
import { limits } from "./bad/limits";
import { nearValues } from "./bad/nearValues";
import { networkCombinations } from "./bad/networkCombinations";
import { schema } from "./bad/schema";
import { secretsSchema } from "./bad/secretsSchema";
import type { BadSetting } from "./bad/setting";
import { sshKey } from "./bad/sshKey";
import { storedValues } from "./bad/storedValues";
import { tagsSchema } from "./bad/tagsSchema";
import { unknownKeys } from "./bad/unknownKeys";
import { validate } from "./bad/validate";
import { workspaceSchema } from "./bad/workspaceSchema";

/** Wrong settings, at least one for each check. */
export const badSettings: readonly BadSetting[] = [
  ...addresses,
  ...alertsSchema,
  ...arcSchema,
  ...checks,
  ...combinations,
  ...detectionCombinations,
  ...detectionsSchema,
  ...durations,
  ...eventsSchema,
  ...exceptionSchema,
  ...forwarderSchema,
  ...issues,
  ...limits,
  ...networkCombinations,
  ...schema,
  ...secretsSchema,
  ...sshKey,
  ...storedValues,
  ...tagsSchema,
  ...unknownKeys,
  ...validate,
  ...workspaceSchema,
  ...nearValues,
];
