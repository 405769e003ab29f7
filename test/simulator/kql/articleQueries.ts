/**
 * The queries of Qumulo's article "Secure Your Data with Qumulo Audit and Azure Log Analytics" (July 2021), with three
 * corrections: straight quotes, the table name in its real case, and the table name before a query that begins with a bar.
 */
export const articleQueries = [
  "Syslog",
  'Syslog | where HostName startswith "du6"',
  'QumuloEvents | project EventTime, ClientIP, File, Operation | where File contains "txt"',
];

/**
 * The article's function, which splits events at commas, so that a comma in a path shifts the columns after the path.
 */
export const articleFunction = `Syslog
| extend CSVFields = split(SyslogMessage, ',')
| extend ClientIP = tostring(CSVFields[0])
| extend UserID = tostring(CSVFields[1])
| extend Protocol = tostring(CSVFields[2])
| extend Operation = tostring(CSVFields[3])
| extend ResponseCode = tostring(CSVFields[4])
| extend MessageID = tostring(CSVFields[5])
| extend File = tostring(CSVFields[6])
| extend Status = tostring(CSVFields[7])`;
