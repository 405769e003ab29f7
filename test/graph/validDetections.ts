import fc from "fast-check";
import { catalogue } from "../../components/detections/catalogue";
import { type Detection, defaultsOf, SEVERITIES } from "../../components/detections/detection";
import { longest, minutesOf } from "../../components/detections/lookBack";

/** Generates a value for a parameter of a detection's query. */
const parameter = (detection: Detection, name: string): fc.Arbitrary<unknown> => {
  const defaults = defaultsOf(detection);
  return minutesOf(defaults.get(name) ?? "") === undefined
    ? fc.integer({ min: 2, max: 1_000_000 })
    : fc.integer({ min: 1, max: longest(defaults, name) }).map((minutes) => `${minutes}m`);
};

const change = (detection: Detection): fc.Arbitrary<object> =>
  fc.record(
    {
      enabled: fc.constant(false),
      severity: fc.constantFrom(...SEVERITIES),
      ...Object.fromEntries(Object.keys(detection.parameters).map((name) => [name, parameter(detection, name)])),
    },
    { requiredKeys: [] },
  );

const exception = fc.record(
  {
    detections: fc.subarray(
      catalogue.filter(({ noExceptions }) => noExceptions === undefined).map(({ id }) => id),
      { minLength: 1 },
    ),
    user: fc.constantFrom("AD\\svc", "O'Neill", 'quo"te', "1042"),
    path: fc.constantFrom("/mirror", "/a b/ü/", "/it's", '/quo"te\\'),
    client: fc.constantFrom("10.1.2.7/32", "10.1.0.0/16"),
    until: fc.constantFrom("2020-01-01", "2030-12-31"),
    reason: fc.constant("a job that is known"),
  },
  { requiredKeys: ["detections", "user", "path", "reason"] },
);

/** Generates correct settings for `detections`. */
export const detections = fc.record({
  mode: fc.constantFrom("off", "off", "observe", "alert"),
  rules: fc
    .tuple(...catalogue.map((detection) => fc.option(change(detection), { freq: 4 })))
    .map((changes) =>
      Object.fromEntries(catalogue.flatMap(({ id }, index) => (changes[index] ? [[id, changes[index]]] : []))),
    ),
  exceptions: fc.array(exception, { maxLength: 3 }),
  adminCidrs: fc.subarray(["10.20.0.0/24", "10.30.0.0/16"]),
  ransomNames: fc.constantFrom({}, { add: { weakExtensions: ["enc2"] }, remove: ["cerber"] }),
});

/** Generates correct settings for `alerts`. */
export const alerts = fc.record(
  {
    high: fc.constant({ emails: ["soc@example.com"] }),
    low: fc.constant({ emails: ["storage@example.com", "o'neill@example.com"] }),
  },
  { requiredKeys: ["high"] },
);
