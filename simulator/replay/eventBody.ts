import type { ReplayEvent } from "../../components/detections/replayCase";

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/**
 * Returns an event as the body of a message, in the format that is set for the cluster.
 * Source: Qumulo/docs@0765db6d, how-audit-logging-works.md.
 */
export function eventBody(event: ReplayEvent, format: "csv" | "json"): string {
  const {
    user = "AD\\eve",
    client = "10.0.0.1",
    protocol = "smb2",
    operation = "fs_read_data",
    status = "ok",
    path = "",
    target = "",
    ids = { sid: "", authId: "" },
  } = event;
  if (format === "csv")
    return [client, quoted(user), protocol, operation, status, "7", quoted(path), quoted(target)].join(",");
  // An operation of the API has the object's name in extra_name; all other operations have a path.
  const details =
    protocol === "api"
      ? { extra_name: path }
      : { path, ...(target === "" ? {} : { target }), file_id: "7", ...event.details };
  return JSON.stringify({
    user_id: { sid: ids.sid, auth_id: ids.authId, name: user },
    user_ip: client,
    protocol,
    operation,
    status,
    details,
  });
}
