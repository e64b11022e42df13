package io.kevy.rt.interop;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Keys by the shard that owns them, reckoned without the server: shards own equal ranges of slots. */
final class ShardKeys {
    private static final int SLOTS = 16384;

    private ShardKeys() {}

    /** So many keys of each shard, neighbours on different shards; all begin with {@code prefix}. */
    static List<String> onEveryShard(String prefix, int shards, int perShard) {
        var keys = new ArrayList<String>();
        for (int number = 0; keys.size() < shards * perShard; number++) {
            String key = prefix + number;
            if (shardOf(key, shards) == keys.size() % shards) {
                keys.add(key);
            }
        }
        return keys;
    }

    private static int shardOf(String key, int shards) {
        return JedisClusterCRC16.getSlot(key) * shards / SLOTS;
    }
}
