/** Mutants that no event can tell from the rule, with the reason. `query` matches the name of the query's file. */
export const equivalentMutants: readonly { readonly query: RegExp; readonly what: RegExp; readonly why: string }[] = [
  {
    query: /./,
    what: /: \d+s instead of (6|16)m$/,
    why: "newFrom is a minute longer than the interval between runs, and an alert that is found twice is one alert.",
  },
  {
    query: /administration/,
    what: /: (7199|7201)s instead of 2h$/,
    why: "The query needs the events of the last 46 minutes: half an hour, and the interval of the slowest rule.",
  },
  {
    query: /folderMoved/,
    what: /: IsNew instead of IsNew and OperationClass == "rename"$/,
    why: "A folder that was created is in the list of created folders, so it is never counted as moved.",
  },
  {
    query: /firstSeen/,
    what: /: 172801s instead of 2d$/,
    why: "A rule reads only the last two days of TimeGenerated.",
  },
  {
    query: /unknownSender/,
    what: /: where true instead of where not\(SenderVerified\)$/,
    why: "`unverifiedOnly` already selects these events.",
  },
  {
    query: /massRead/,
    what: /^line 16, 27: (3599|3601)s instead of 1h$/,
    why: "An hour counts if it ended before the burst. The result differs only for a burst that starts in an hour's first second.",
  },
  {
    query: /massRead/,
    what: /^line 12, (155: Actor instead of Cluster|169: Cluster instead of Actor|181: UserID instead of SrcIpAddr)$/,
    why: "The last line compares the count of each cluster, actor and client with the threshold again.",
  },
];
