import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../ui/format";
import { Picture } from "../../ui/Picture";
import styles from "./playground.module.css";
import { isOver, type LiveGeneration } from "./progress";

/** The pictures in their places: finished, unfinished or still to come. */
export function Tiles({ generation }: { generation: LiveGeneration }) {
  const { t } = useTranslation();
  const wanted = generation.count ?? 4;
  const places = isOver(generation) ? generation.images.length : Math.max(wanted, generation.images.length);
  const images = [...generation.images].sort((a, b) => (a.index ?? 0) - (b.index ?? 0));
  const at = (place: number) =>
    images.find((each) => each.index === place) ?? (isOver(generation) ? images[place] : undefined);
  return (
    <div className={styles.tiles}>
      {Array.from({ length: places }, (_, place) => {
        const image = at(place);
        const url = image?.url ?? generation.previews?.[place];
        const name = t("playground.picture", { number: place + 1 });
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is the identity of a tile
          <figure key={place} className={styles.tile} data-unfinished={image === undefined && url !== undefined}>
            <Picture
              url={url}
              alt={
                image === undefined ? name : t("playground.pictureOf", { number: place + 1, prompt: generation.prompt })
              }
            />
            <figcaption className={styles.caption}>
              {image !== undefined && <Facts generation={generation} image={image} />}
            </figcaption>
          </figure>
        );
      })}
    </div>
  );
}

function Facts({ generation, image }: { generation: LiveGeneration; image: LiveGeneration["images"][number] }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  return (
    <>
      <span className={styles.fact}>{image.modelVersionName ?? t("playground.serving")}</span>
      <span className={styles.fact}>
        {t("playground.seed")} <span className="mono">{image.seed}</span>
      </span>
      <span className={styles.fact}>
        {t("playground.facts", { steps: generation.steps, guidance: number(generation.guidance ?? 0, 1) })}
      </span>
      <span className={styles.fact}>{t(`sampler.${generation.sampler}.name`)}</span>
      {generation.strength !== undefined && (
        <span className={styles.fact}>{t("playground.fromPicture", { strength: number(generation.strength, 2) })}</span>
      )}
      <Link className={styles.trace} to="/playground" search={{ g: generation.id, start: image.id }}>
        {t("playground.useAsStart")}
      </Link>
      <Link className={styles.trace} to="/lineage/$imageId" params={{ imageId: image.id }}>
        {t("playground.lineage")}
      </Link>
    </>
  );
}
