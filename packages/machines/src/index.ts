export { giveShares, keepShare, type Share, sharesAsked, sharesOf, sharesTo } from "./shares/index.ts";
export { answerWish, ownWish, type Wish, wish, wishes } from "./voorkamer/index.ts";
export {
  type AnswerView,
  type BoardChange,
  type ContributionView,
  find,
  LENGTH,
  nameOf,
  QuestionBoard,
  type QuestionView,
  question,
  questions,
  readProfile,
  type Viewer,
  type WriteProblem,
  write,
} from "./vraagbaak/index.ts";
