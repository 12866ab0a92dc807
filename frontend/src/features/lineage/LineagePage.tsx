import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useRole } from "../../api/me";
import type { Lineage, LineageNode, LineageType } from "../../api/types";
import { Facts } from "../../ui/Facts";
import { useFormat } from "../../ui/format";
import { Icon, type IconName } from "../../ui/Icon";
import { LinkButton } from "../../ui/LinkButton";
import { Page } from "../../ui/Page";
import { Picture } from "../../ui/Picture";
import { QueryView } from "../../ui/QueryView";
import styles from "./lineage.module.css";
import { lineage, picture } from "./queries";

const route = getRouteApi("/lineage/$imageId");

export function LineagePage() {
  const { t } = useTranslation();
  const { imageId } = route.useParams();
  const query = useQuery(lineage(imageId));
  return (
    <QueryView query={query} whole>
      {(value) => (
        <Page title={t("lineage.of")} lead={value.image.prompt} wide>
          <div className={styles.ways}>
            <Piece lineage={value} />
            <Chain lineage={value} />
          </div>
        </Page>
      )}
    </QueryView>
  );
}

const icons: Record<LineageType, IconName> = {
  image: "brush",
  "model-version": "cube",
  adapter: "curve",
  "learned-word": "keyboard",
  run: "curve",
  snapshot: "archive",
  curation: "sieve",
  campaign: "flag",
  votes: "people",
  "base-model": "cube",
};

/** From the picture down to the votes that shaped it, and on to the model before. */
function Chain({ lineage: known }: { lineage: Lineage }) {
  const { t } = useTranslation();
  const behind = known.nodes.filter((node) => node.id !== `image:${known.image.id}`);
  const votes = behind.find((node) => node.type === "votes");
  return (
    <ol className={styles.chain}>
      {behind.map((node) => (
        <li key={node.id} className={styles.node}>
          <span className={styles.mark}>
            <Icon name={icons[node.type as LineageType]} />
          </span>
          <div>
            <p className={styles.kind}>{t(`lineage.kind.${node.type as LineageType}`)}</p>
            <p className={styles.name}>
              <NodeName node={node} />
            </p>
            <Note node={node} lineage={known} />
          </div>
        </li>
      ))}
      {votes === undefined && <li className={styles.node}>{t("lineage.noVotes")}</li>}
    </ol>
  );
}

/** The picture itself, with everything needed to make it again. */
function Piece({ lineage: { image } }: { lineage: Lineage }) {
  const { t } = useTranslation();
  const { instant, number } = useFormat();
  const more = useQuery(picture(image.id)).data;
  return (
    <section className={styles.piece} aria-label={t("lineage.kind.image")}>
      <Picture url={image.url} alt={image.prompt} />
      <Facts
        facts={[
          [t("playground.prompt"), image.prompt],
          [t("playground.seed"), image.seed],
          ...(more === undefined
            ? []
            : ([
                [t("playground.steps"), more.steps],
                [t("playground.guidance"), number(more.guidance, 1)],
                [t("playground.sampler"), t(`sampler.${more.sampler as "DDIM"}.name`)],
                [t("models.size"), `${more.width} × ${more.height}`],
              ] as const)),
          [t("common.createdAt"), instant(image.createdAt)],
          [
            "SHA-256",
            <span key="sha256" className="mono">
              {image.sha256.slice(0, 16)}…
            </span>,
          ],
        ]}
      />
      <LinkButton variant="default" mt="md" to="/playground" search={{ start: image.id }}>
        {t("playground.useAsStart")}
      </LinkButton>
    </section>
  );
}

/** What is worth knowing about a node of the youngest generation. */
function Note({ node, lineage: known }: { node: LineageNode; lineage: Lineage }) {
  const { t } = useTranslation();
  const { share } = useFormat();
  const id = node.id.slice(node.id.indexOf(":") + 1);
  const { adapter, run, snapshot, votes } = known;
  const first = known.nodes.find((each) => each.type === node.type) === node;
  const words =
    node.type === "adapter" && adapter?.id === id
      ? t("lineage.adapterNote", { rank: adapter.rank, digest: adapter.sha256.slice(0, 12) })
      : node.type === "run" && run?.id === id
        ? t("lineage.runNote", {
            count: run.steps,
            steps: run.steps,
            share: run.heldoutAccuracy === undefined ? "–" : share(run.heldoutAccuracy, 1),
          })
        : node.type === "snapshot" && snapshot?.id === id
          ? snapshot.digest.slice(0, 12)
          : node.type === "votes" && first && votes !== undefined
            ? t("lineage.voteNote", votes)
            : undefined;
  return words === undefined ? null : <p className={styles.note}>{words}</p>;
}

/** What the pages are about that only curators may see. */
const ofCurators: readonly string[] = ["run", "snapshot", "curation"] satisfies LineageType[];

/** Leads to the page of a node, where the person may see it. */
function NodeName({ node }: { node: LineageNode }) {
  const { t } = useTranslation();
  const curator = useRole("curator");
  const id = node.id.slice(node.id.indexOf(":") + 1);
  const label = node.label === "" ? id.slice(0, 8) : node.label;
  if (!curator && ofCurators.includes(node.type)) {
    return <>{label}</>;
  }
  switch (node.type) {
    case "image":
      return (
        <Link to="/lineage/$imageId" params={{ imageId: id }}>
          {label}
        </Link>
      );
    case "model-version":
    case "base-model":
      return <Link to="/models">{label}</Link>;
    case "run":
      return (
        <Link to="/runs/$runId" params={{ runId: id }}>
          {label}
        </Link>
      );
    case "snapshot":
      return (
        <Link to="/snapshots/$snapshotId" params={{ snapshotId: id }}>
          {label}
        </Link>
      );
    case "curation":
      return (
        <Link to="/curation/$curationId" params={{ curationId: id }}>
          {label}
        </Link>
      );
    case "campaign":
      return (
        <Link to="/campaigns/$campaignId" params={{ campaignId: id }}>
          {label}
        </Link>
      );
    case "votes":
      return <>{t("lineage.keptOf", { votes: label })}</>;
    default:
      return <>{label}</>;
  }
}
