/**
 * The queries of Qumulo's article "Secure Your Data with Qumulo Audit and Azure Log Analytics" (July 2021), with straight
 * quotes, the table's name in its real case, and the table in front where the article begins at a bar.
 */
export const articleQueries = [
  "Syslog",
  'Syslog | where HostName startswith "du6"',
  'QumuloEvents | project EventTime, ClientIP, File, Operation | where File contains "txt"',
];

/** The article's function: eight columns by position, which break on a comma in a path. */
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
