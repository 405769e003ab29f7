import type { Detection } from "../detection";

export const loginFailures: Detection = {
  id: "loginFailures",
  title: "Failed sign-ins",
  meaning:
    "One user's sign-ins failed many times before one succeeded, several users' sign-ins failed from one client, or one user's sign-ins keep failing.",
  whatToDo: [
    "Ask the user about the sign-ins.",
    "Look at the client. A service with an old password fails at a steady rate.",
    "If a sign-in succeeded after the failures, disable the account, and look at what was done with it.",
  ],
  attack: [["Credential Access", "T1110"]],
  query: "loginFailures/loginFailures.kql",
  levels: [
    { severity: "high", name: "success", values: { arm: '"success"' } },
    { severity: "high", name: "users", values: { arm: '"users"' } },
    { severity: "low", name: "user", values: { arm: '"user"' } },
  ],
  historyDays: 0,
  parameters: {
    failures: {
      meaning:
        "`loginFailures-success` fires if at least this many of one user's sign-ins from one client fail before one succeeds.",
      unit: "sign-ins",
      reason: "People give up or ask for help after a few failures.",
    },
    users: {
      meaning: "`loginFailures-users` fires if the sign-ins of at least this many users fail from one client.",
      unit: "users",
      reason: "This many people rarely mistype their passwords on one client.",
    },
    threshold: {
      meaning: "`loginFailures-user` fires if at least this many of one user's sign-ins fail.",
      unit: "sign-ins",
      reason: "A service with an expired password reaches this number within an hour, and should be fixed.",
    },
    window: {
      meaning:
        "The time in which these failures must occur. For loginFailures-success, the success must be in it, too.",
      unit: "time",
      reason: "Attackers who want to stay unnoticed guess slowly.",
    },
  },
  needs: [],
  dimensions: ["Cluster", "Actor", "Client"],
  information: ["Users", "Clients"],
  falsePositives: ["a service with an expired password", "a terminal server that many people use"],
};
