import type { ComponentChildren } from "preact";

interface ButtonProps {
  readonly children: ComponentChildren;
  readonly kind?: "primary" | "secondary" | "subtle";
  readonly type?: "button" | "submit";
  readonly negative?: boolean;
  readonly busy?: boolean;
  /** A toggle's state. */
  readonly pressed?: boolean;
  readonly id?: string;
  readonly onClick?: () => void;
}

/** While busy it stays focusable and says so; a second press does nothing. */
export function Button({
  children,
  kind = "secondary",
  type = "button",
  negative,
  busy,
  pressed,
  id,
  onClick,
}: ButtonProps) {
  const classes = ["nl-button", `nl-button--${kind}`];
  if (negative) classes.push("nl-button--negative");
  if (busy) classes.push("nl-button--busy");
  if (pressed) classes.push("nl-button--pressed");
  return (
    <button
      type={type}
      class={classes.join(" ")}
      {...(id ? { id } : {})}
      {...(busy ? { "aria-disabled": true, "aria-busy": true } : {})}
      {...(pressed === undefined ? {} : { "aria-pressed": pressed })}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.();
      }}
    >
      {children}
    </button>
  );
}
