/** Ours is what is shipped, also with Debian 13's rsyslogd; stock is what today's recipes leave. */
export type Configuration = "ours" | "ours on Debian 13" | "stock";
