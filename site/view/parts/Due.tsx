import { state } from "../model.ts";
import { go } from "../navigation.ts";
import { count, word } from "../words.ts";
import { Button } from "./Button.tsx";
import { Paragraph } from "./Heading.tsx";

/** What is still to be done so that nothing is lost: a card, and for a founder a second beheerder. */
export function Due() {
  const { isCardDue, wijk } = state.value;
  const isAlone = wijk?.isOnlyBeheerder === true;
  const asked = wijk?.sharesAsked ?? 0;
  if (wijk?.standing !== "member" || (!isCardDue && !isAlone && asked === 0)) return null;
  return (
    <div class="wk-panel wk-stack wk-stack--tight">
      {isCardDue && <Paragraph>{word("due.card")}</Paragraph>}
      {asked > 0 && <Paragraph>{count("due.shares", asked)}</Paragraph>}
      {isAlone && <Paragraph>{word("due.second")}</Paragraph>}
      <div class="wk-actions">
        {(isCardDue || asked > 0) && (
          <Button onClick={() => go({ at: "mine" })}>{word(isCardDue ? "due.toCard" : "due.toMine")}</Button>
        )}
        {isAlone && <Button onClick={() => go({ at: "members" })}>{word("due.toMembers")}</Button>}
      </div>
    </div>
  );
}
