import { Button, Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import { Fragment, useState } from "react";
import { useTranslation } from "react-i18next";
import { Facts as NamedFacts } from "../../ui/Facts";
import { useFormat } from "../../ui/format";
import { LinkButton } from "../../ui/LinkButton";
import { Picture } from "../../ui/Picture";
import { Laid } from "./Laid";
import styles from "./playground.module.css";
import { isOver, type LiveGeneration } from "./progress";

/** The pictures in their places: finished, unfinished or still to come. */
export function Tiles({ generation }: { generation: LiveGeneration }) {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure(false);
  const [looked, setLooked] = useState(0);
  const wanted = generation.count ?? 4;
  const places = isOver(generation) ? generation.images.length : Math.max(wanted, generation.images.length);
  const images = [...generation.images].sort((a, b) => (a.index ?? 0) - (b.index ?? 0));
  const at = (place: number) =>
    images.find((each) => each.index === place) ?? (isOver(generation) ? images[place] : undefined);
  const closer = at(looked);
  return (
    <div className={styles.tiles} data-count={places}>
      {/* there before it opens: one that comes opened does not know where the focus was, to give it back */}
      <Modal
        opened={opened && closer !== undefined}
        onClose={close}
        title={generation.prompt}
        size="lg"
        lockScroll={false}
        closeButtonProps={{ "aria-label": t("common.close") }}
        centered
      >
        {closer !== undefined && <Closer generation={generation} image={closer} />}
      </Modal>
      {Array.from({ length: places }, (_, place) => {
        const image = at(place);
        const url = image?.url ?? generation.previews?.[place];
        const name = t("playground.picture", { number: place + 1 });
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is the identity of a tile
          <figure key={place} className={styles.tile} data-unfinished={image === undefined && url !== undefined}>
            {image === undefined ? (
              <Picture url={url} alt={name} />
            ) : (
              <button
                type="button"
                className={styles.look}
                onClick={() => {
                  setLooked(place);
                  open();
                }}
              >
                <Picture url={url} alt={t("playground.pictureOf", { number: place + 1, prompt: generation.prompt })} />
              </button>
            )}
            <figcaption className={styles.caption}>
              {image !== undefined && <Facts generation={generation} image={image} />}
            </figcaption>
          </figure>
        );
      })}
    </div>
  );
}

const formats = ["PNG", "WebP"] as const;

const fileOf = (id: string, format: (typeof formats)[number], parameters: boolean) =>
  `/api/images/${id}/download?format=${format.toUpperCase()}&parameters=${parameters}`;

/** One picture large, with everything needed to make it again. */
function Closer({ generation, image }: { generation: LiveGeneration; image: LiveGeneration["images"][number] }) {
  const { t } = useTranslation();
  const { number, instant } = useFormat();
  return (
    <>
      <Picture url={image.url} alt={generation.prompt} />
      <div className={styles.closerFacts}>
        <NamedFacts
          facts={[
            [t("playground.model"), image.modelVersionName ?? t("playground.serving")],
            [t("playground.seed"), image.seed],
            [t("playground.steps"), generation.steps],
            [t("playground.guidance"), number(generation.guidance, 1)],
            [t("playground.guidanceRescale"), number(generation.guidanceRescale, 2)],
            [t("playground.sampler"), t(`sampler.${generation.sampler}.name`)],
            [t("playground.noise"), t(`noise.${generation.noise}.name`)],
            [t("playground.clipSkip"), generation.clipSkip],
            [t("playground.size"), `${generation.width} × ${generation.height}`],
            [t("playground.adapters"), <Laid key="laid" adapters={generation.adapters} />],
            [t("playground.words"), generation.words.join(" · ") || t("common.none")],
            [t("playground.negativePrompt"), generation.negativePrompt === "" ? "–" : generation.negativePrompt],
            [t("common.createdAt"), instant(generation.createdAt)],
            ...(generation.maskUrl === undefined
              ? []
              : [
                  [
                    t("playground.maskCanvas"),
                    <Picture key="mask" url={generation.maskUrl} alt={t("playground.maskCanvas")} size={96} />,
                  ] as const,
                ]),
          ]}
        />
      </div>
      <div className={styles.actions}>
        <LinkButton variant="default" to="/lineage/$imageId" params={{ imageId: image.id }}>
          {t("playground.lineage")}
        </LinkButton>
        {formats.map((format) => (
          <Fragment key={format}>
            <Button component="a" variant="default" href={fileOf(image.id, format, true)} download>
              {t("playground.download", { format })}
            </Button>
            <Button component="a" variant="default" href={fileOf(image.id, format, false)} download>
              {t("playground.downloadPlain", { format })}
            </Button>
          </Fragment>
        ))}
      </div>
    </>
  );
}

function Facts({ generation, image }: { generation: LiveGeneration; image: LiveGeneration["images"][number] }) {
  const { t } = useTranslation();
  return (
    <>
      <span className={styles.fact}>
        {t("playground.seed")} <span className="mono">{image.seed}</span>
      </span>
      <Link
        className={styles.trace}
        to="/playground"
        search={{ g: generation.id, start: image.id }}
        data-chooses={image.id}
      >
        {t("playground.useAsStart")}
      </Link>
      <Link className={styles.trace} to="/lineage/$imageId" params={{ imageId: image.id }}>
        {t("playground.lineage")}
      </Link>
    </>
  );
}
