import { state } from "../model.ts";
import { go } from "../navigation.ts";
import { word } from "../words.ts";
import { Button } from "./Button.tsx";
import { Paragraph } from "./Heading.tsx";

/** What is still to be done so that nothing is lost: a card, and for a founder a second beheerder. */
export function Due() {
  const { isCardDue, wijk } = state.value;
  const isAlone = wijk?.isOnlyBeheerder === true;
  if (wijk?.standing !== "member" || (!isCardDue && !isAlone)) return null;
  return (
    <div class="wk-panel wk-stack wk-stack--tight">
      {isCardDue && <Paragraph>{word("due.card")}</Paragraph>}
      {isAlone && <Paragraph>{word("due.second")}</Paragraph>}
      <div class="wk-actions">
        {isCardDue && <Button onClick={() => go({ at: "mine" })}>{word("due.toCard")}</Button>}
        {isAlone && <Button onClick={() => go({ at: "members" })}>{word("due.toMembers")}</Button>}
      </div>
    </div>
  );
}
