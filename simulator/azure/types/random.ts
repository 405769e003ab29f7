import { digest, guid } from "../identity";
import type { AzureType } from "./azureType";

export const randomString: AzureType = {
  token: "random:index/randomString:RandomString",
  id: "{urn}",
  computed: (id, { length }) => ({ result: digest(id, Number(length)) }),
  forceNew: ["length", "special", "upper", "keepers"],
};

export const randomUuid: AzureType = {
  token: "random:index/randomUuid:RandomUuid",
  id: "{urn}",
  computed: (id) => ({ result: guid(id) }),
  forceNew: ["keepers"],
};
