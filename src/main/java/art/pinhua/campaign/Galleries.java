package art.pinhua.campaign;

import static art.pinhua.platform.sql.Sql.uuid;

import art.pinhua.generation.Images;
import art.pinhua.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/// The images of campaigns for those who run them; none of a comparison that is not closed.
@Singleton
class Galleries {
    private static final int COVERS = 4;

    private final Sql sql;

    Galleries(Sql sql) {
        this.sql = sql;
    }

    /// By prompt, in the prompts' order. The champion's images come first, each side by seed.
    List<Gallery> of(Campaign campaign) {
        Blindfold.check(campaign);
        return sql.list(
                """
                select p.id, p.text, array_agg(i.id order by i.model_version_id <> ?, i.index) as images,
                       array_agg(i.model_version_id order by i.model_version_id <> ?, i.index) as versions,
                       array(select distinct unnest(n.unknown_words)
                             from campaign_generation o join generation n on n.id = o.generation_id
                             where o.campaign_id = ? and o.prompt_id = p.id order by 1) as unknown_words
                from campaign_generation g
                join prompt p on p.id = g.prompt_id
                join image i on i.generation_id = g.generation_id
                where g.campaign_id = ? group by p.id, p.text, p.position order by p.position
                """,
                row -> {
                    var images = Sql.list(row, "images", UUID.class);
                    var versions = Sql.list(row, "versions", UUID.class);
                    return new Gallery(
                            uuid(row, "id"),
                            row.getString("text"),
                            Sql.list(row, "unknown_words", String.class),
                            IntStream.range(0, images.size())
                                    .mapToObj(i -> new Gallery.Piece(
                                            images.get(i), Images.url(images.get(i)), versions.get(i)))
                                    .toList());
                },
                campaign.modelVersionId(),
                campaign.modelVersionId(),
                campaign.id(),
                campaign.id());
    }

    /// Addresses of one image each of its first prompts.
    List<String> covers(Campaign campaign) {
        if (campaign.blind()) {
            return List.of();
        }
        return sql.list("""
            select (array_agg(i.id order by i.sha256))[1] as id
            from campaign_generation g
            join prompt p on p.id = g.prompt_id
            join image i on i.generation_id = g.generation_id
            where g.campaign_id = ? group by p.id, p.position order by p.position limit ?
            """, row -> Images.url(uuid(row, "id")), campaign.id(), COVERS);
    }
}
