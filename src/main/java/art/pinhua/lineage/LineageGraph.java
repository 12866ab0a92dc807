package art.pinhua.lineage;

import art.pinhua.lineage.LineageView.Edge;
import art.pinhua.lineage.LineageView.Node;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// What came out of what: each node and each edge once, in the order in which they were found.
final class LineageGraph {
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Set<Edge> edges = new LinkedHashSet<>();

    /// @return the node's id
    String add(String type, UUID id, String label) {
        String node = name(type, id);
        nodes.putIfAbsent(node, new Node(node, type, label));
        return node;
    }

    /// The same, and that `child` came out of it.
    String add(String child, String type, UUID id, String label) {
        String node = add(type, id, label);
        edges.add(new Edge(child, node));
        return node;
    }

    boolean has(String type, UUID id) {
        return nodes.containsKey(name(type, id));
    }

    List<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    List<Edge> edges() {
        return List.copyOf(edges);
    }

    private static String name(String type, UUID id) {
        return type + ":" + id;
    }
}
