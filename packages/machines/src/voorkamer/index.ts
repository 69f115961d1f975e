export { answerWish, ownWish, type Wish, wish, wishes } from "./wishes.ts";
