import { street } from "../../components/street.ts";
import { siteName } from "../model.ts";

const { paths, width } = street();
const HEIGHT = 200;

/** What stands above the views outside a wijk: the site's name, and the street of the home page. */
export function Front() {
  return (
    <header class="wk-front">
      <p class="wk-header__name wk-front__name">{siteName.value}</p>
      <div class="wk-front__street">
        <svg viewBox={`0 0 ${width} ${HEIGHT}`} width={width} height={HEIGHT} aria-hidden="true" focusable="false">
          {paths.map(([fill, path]) => (
            <path key={fill} class={`wk-${fill}`} d={path} />
          ))}
        </svg>
      </div>
    </header>
  );
}
