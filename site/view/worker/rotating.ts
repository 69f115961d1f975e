export { nextRecord, planRotation } from "@wijkkit/document";
