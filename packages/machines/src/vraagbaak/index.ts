export { type BoardChange, QuestionBoard } from "./board.ts";
export { LENGTH, readProfile } from "./records.ts";
export {
  type AnswerView,
  type ContributionView,
  find,
  nameOf,
  type QuestionView,
  question,
  questions,
  type Viewer,
} from "./view.ts";
export { type WriteProblem, write } from "./write.ts";
