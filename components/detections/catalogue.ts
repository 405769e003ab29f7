import { adminFromElsewhere } from "./adminFromElsewhere/adminFromElsewhere";
import {
  auditChanged,
  exposureChanged,
  identityChanged,
  platformTamper,
  protectionWeakened,
} from "./administration/administration";
import { deniedBurst } from "./deniedBurst/deniedBurst";
import type { Detection } from "./detection";
import { firstSeen } from "./firstSeen/firstSeen";
import { folderMoved } from "./folderMoved/folderMoved";
import { honeyPath } from "./honeyPath/honeyPath";
import { loginFailures } from "./loginFailures/loginFailures";
import { massDelete } from "./massDelete/massDelete";
import { massOverwrite } from "./massOverwrite/massOverwrite";
import { massRead } from "./massRead/massRead";
import { metadataBurst } from "./metadataBurst/metadataBurst";
import { newExtension } from "./newExtension/newExtension";
import { ransomName } from "./ransomName/ransomName";
import { readThenDelete } from "./readThenDelete/readThenDelete";
import { snapshotRead } from "./snapshotRead/snapshotRead";
import { treeDelete } from "./treeDelete/treeDelete";
import { unknownSender } from "./unknownSender/unknownSender";

/** All detections, the most urgent first. */
export const catalogue: readonly Detection[] = [
  newExtension,
  ransomName,
  massOverwrite,
  massDelete,
  treeDelete,
  honeyPath,
  loginFailures,
  adminFromElsewhere,
  auditChanged,
  protectionWeakened,
  exposureChanged,
  identityChanged,
  platformTamper,
  readThenDelete,
  snapshotRead,
  folderMoved,
  unknownSender,
  massRead,
  metadataBurst,
  deniedBurst,
  firstSeen,
];
