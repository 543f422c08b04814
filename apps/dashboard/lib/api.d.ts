// Made by tools/write-docs.ts from the gateway's OpenAPI document. Change the gateway's schemas instead.
export interface paths {
    "/v3/clusters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The cluster, as a list of one */
        get: operations["listClustersV3"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The cluster */
        get: operations["getClusterV3"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster_id}/topics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All topics, sorted by name */
        get: operations["listTopicsV3"];
        put?: never;
        /** Create a topic */
        post: operations["createTopicV3"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster_id}/topics/{topic_name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A topic */
        get: operations["getTopicV3"];
        put?: never;
        post?: never;
        /** Delete a topic with all its records */
        delete: operations["deleteTopicV3"];
        options?: never;
        head?: never;
        /** Add partitions to a topic */
        patch: operations["updateTopicV3"];
        trace?: never;
    };
    "/v3/clusters/{cluster_id}/topics/-/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Records, bytes and end offsets of all topics
         * @description Weir's own, in the style of v3.
         */
        get: operations["listTopicStatisticsV3"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster_id}/topics/{topic_name}/partitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The partitions of a topic */
        get: operations["listPartitionsV3"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster_id}/topics/{topic_name}/partitions/{partition_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A partition */
        get: operations["getPartitionV3"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster_id}/topics/{topic_name}/partitions/{partition_id}/offset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** First and next offset of a partition */
        get: operations["getPartitionOffsetsV3"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster_id}/topics/{topic_name}/partitions/{partition_id}/replicas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The replicas of a partition: the one that PostgreSQL keeps */
        get: operations["listReplicasV3"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster_id}/topics/{topic_name}/partitions/{partition_id}/replicas/{broker_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The replica of a partition on a broker */
        get: operations["getReplicaV3"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster_id}/topics/-/partitions/-/reassignment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reassignments of replicas under way
         * @description There is one copy of each partition and nowhere to move it: no reassignment is ever under way.
         */
        get: operations["listReassignmentsV3"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster_id}/topics/{topic_name}/partitions/-/reassignment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reassignments of a topic’s replicas under way
         * @description There is one copy of each partition and nowhere to move it: no reassignment is ever under way.
         */
        get: operations["listTopicReassignmentsV3"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster_id}/topics/{topic_name}/partitions/{partition_id}/reassignment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The reassignment of a partition under way
         * @description There is one copy of each partition and nowhere to move it: no reassignment is ever under way.
         */
        get: operations["getReassignmentV3"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster_id}/brokers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The brokers: all gateways of the cluster are one */
        get: operations["listBrokersV3"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster_id}/brokers/{broker_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A broker */
        get: operations["getBrokerV3"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster_id}/brokers/{broker_id}/partition-replicas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The replicas that a broker has, of all topics */
        get: operations["listPartitionReplicasV3"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster_id}/topics/{topic_name}/configs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The configs of a topic, sorted by name */
        get: operations["listTopicConfigsV3"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster_id}/topics/{topic_name}/configs/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A config of a topic */
        get: operations["getTopicConfigV3"];
        /** Set a config of a topic */
        put: operations["updateTopicConfigV3"];
        post?: never;
        /** Take a config of a topic back to what is in force without it */
        delete: operations["resetTopicConfigV3"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster_id}/topics/{topic_name}/configs:alter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set and reset several configs of a topic, all or none */
        post: operations["alterTopicConfigsV3"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster_id}/brokers/{broker_id}/configs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The configs of a broker, sorted by name */
        get: operations["listBrokerConfigsV3"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster_id}/brokers/{broker_id}/configs/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A config of a broker */
        get: operations["getBrokerConfigV3"];
        /** Set a config of a broker */
        put: operations["updateBrokerConfigV3"];
        post?: never;
        /** Take a config of a broker back to what is in force without it */
        delete: operations["resetBrokerConfigV3"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster_id}/brokers/{broker_id}/configs:alter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set and reset several configs of a broker, all or none */
        post: operations["alterBrokerConfigsV3"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster_id}/broker-configs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The configs of all brokers of the cluster, sorted by name
         * @description Only what is set for the whole cluster is shown. What a broker sets for itself goes before it.
         */
        get: operations["listClusterConfigsV3"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster_id}/broker-configs/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A config of all brokers of the cluster
         * @description Only what is set for the whole cluster is shown. What a broker sets for itself goes before it.
         */
        get: operations["getClusterConfigV3"];
        /** Set a config of all brokers of the cluster */
        put: operations["updateClusterConfigV3"];
        post?: never;
        /** Take a config of all brokers of the cluster back to what is in force without it */
        delete: operations["resetClusterConfigV3"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster_id}/broker-configs:alter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set and reset several configs of all brokers of the cluster, all or none */
        post: operations["alterClusterConfigsV3"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster_id}/topics/-/configs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The configs of all topics, sorted by topic and name */
        get: operations["listAllTopicConfigsV3"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster_id}/brokers/-/configs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The configs of all brokers */
        get: operations["listAllBrokerConfigsV3"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster_id}/topics/-/configs:alter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set and reset configs of several topics
         * @description Each topic takes all of its alterations or none, whatever becomes of the others. Where a config is not known, nothing is altered.
         */
        post: operations["alterManyTopicConfigsV3"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster_id}/topics/{topic_name}/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Records of a topic as they come, as a stream
         * @description Weir's own, in the style of v3. As text/event-stream the data of an event is a JSON list: of one record, or of several where the topic has more than 64 partitions. Its id names the position of every partition, so that `Last-Event-ID` resumes without a gap or a repetition, on any gateway. As application/x-ndjson each line is a record; empty lines keep the connection open. An event (or line) `gap` tells of offsets that are gone, and of a topic that is another one than the id's, `error` of the end of the stream.
         */
        get: operations["tailTopicV3"];
        put?: never;
        /**
         * Append records to a topic, one or a stream of them
         * @description The body is one record, or any number of them that follow each other, with or without white space between. Each is answered by one report, in the same order and on a line of its own, as soon as it is stored: while the body is still being sent, too. A record that can not be stored has an error in place of its report, and the next ones go on; behind what is no JSON, or too large, the answer ends. The status is 200 either way; only a request that has come whole and meets an outage with all its records is answered 503. Records keep their order. With an Idempotency-Key each record is safe to repeat by itself, by its place in the stream.
         */
        post: operations["produceRecordsV3"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster_id}/topics/{topic_name}/records:batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Append a batch of records to a topic
         * @description Each entry is stored or not by itself; with an Idempotency-Key all of them are one unit.
         */
        post: operations["produceBatchV3"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster_id}/topics/{topic_name}/partitions/{partition_id}/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Records of a partition, a page
         * @description Weir's own, in the style of v3. Needs no consumer: the link `next` leads to the following page and can be polled for ever. With `Accept: application/vnd.weir.record-batches.v1` the answer is Kafka's RecordBatch v2 as it is stored, one batch after the other; the first may begin before the offset asked for, `max_records` and `format` mean nothing, and the headers say what JSON has in its body.
         */
        get: operations["readPartitionV3"];
        put?: never;
        /**
         * Append record batches to a partition
         * @description Weir's own, for clients that speak Kafka's record format: RecordBatch v2, one or more back to back. All are checked before any is stored, and each is stored as it is, but for its base offset. Batches that carry a producer id are stored once and in sequence: a repeat is answered with its first offsets.
         */
        post: operations["produceRecordBatchesV3"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster_id}/producers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a producer its id and epoch
         * @description Weir's own, after Kafka's InitProducerId. Record batches that carry id, epoch and a sequence per partition are stored once, however often they are sent; with a transactional id the producer keeps its id over restarts, and nothing of its former epochs is stored from then on.
         */
        post: operations["initProducerIdV3"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster_id}/records:commit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Store records of any topics together, or none of them
         * @description Weir's own. One transaction: readers see all entries or none, and so does a crash. With a transactional id the commit is refused once another instance has taken over, and safe to repeat under its commit_sequence; without one an Idempotency-Key makes it safe to repeat.
         */
        post: operations["commitRecordsV3"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster_id}/topics/{topic_name}/records:delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete records of a topic up to an offset
         * @description Weir's own, in the style of v3; Kafka's DeleteRecords. Raises log start offsets: what lies before them can not be read any more, on any gateway after a second. Its space is freed in the background. An offset before the log start changes nothing, so a repeated request does no harm.
         */
        post: operations["deleteRecordsV3"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/topics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Names of all topics that are not internal, sorted */
        get: operations["listTopicsV2"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/topics/{topic}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A topic with its configs and partitions */
        get: operations["getTopicV2"];
        put?: never;
        /**
         * Append records to a topic
         * @description A record goes to the partition that it names, else to the one of its key (as Kafka’s Java client hashes it). Records without either share a partition per request, and the next request takes the next one.
         */
        post: operations["produceToTopicV2"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/topics/{topic}/partitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The partitions of a topic */
        get: operations["listPartitionsV2"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/topics/{topic}/partitions/{partition}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A partition */
        get: operations["getPartitionV2"];
        put?: never;
        /** Append records to a partition */
        post: operations["produceToPartitionV2"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/topics/{topic}/partitions/{partition}/offsets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** First and next offset of a partition */
        get: operations["getOffsetsV2"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/topics/{topic}/partitions/{partition}/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Records of a partition from an offset on
         * @description Needs no consumer. At the end of the partition it waits and is answered by the append that it waits for.
         */
        get: operations["readRecordsV2"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/brokers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ids of the brokers
         * @description All gateways of a cluster appear as one broker.
         */
        get: operations["listBrokersV2"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Version and cluster id; a browser is sent to the dashboard */
        get: operations["getRoot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process answers */
        get: operations["getLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether requests can be served: the database answers and the process is not stopping */
        get: operations["getReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Measurements of this gateway, for Prometheus */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description What went wrong */
        Error: {
            /** @description The HTTP status, or five digits that begin with it */
            error_code: number;
            message: string;
        };
        /** @description How it is */
        Health: {
            status: string;
        };
        /** @description All gateways of the cluster, as one broker */
        KafkaBroker: {
            /** @constant */
            kind: "KafkaBroker";
            metadata: components["schemas"]["V3Metadata"];
            cluster_id: string;
            broker_id: number;
            /** @description As the caller reached it */
            host: string | null;
            port: number | null;
            rack: string | null;
            configs: components["schemas"]["V3Link"];
            partition_replicas: components["schemas"]["V3Link"];
        };
        /** @description A config of a broker */
        KafkaBrokerConfig: {
            /** @constant */
            kind: "KafkaBrokerConfig";
            metadata: components["schemas"]["V3Metadata"];
            cluster_id: string;
            broker_id: number;
            name: string;
            value: string | null;
            is_default: boolean;
            is_read_only: boolean;
            is_sensitive: boolean;
            source: components["schemas"]["V3ConfigSource"];
            /** @description The one in force first */
            synonyms: components["schemas"]["V3ConfigSynonym"][];
        };
        /** @description A list, whole */
        KafkaBrokerConfigList: {
            /** @constant */
            kind: "KafkaBrokerConfigList";
            metadata: components["schemas"]["V3ListMetadata"];
            data: components["schemas"]["KafkaBrokerConfig"][];
        };
        /** @description A list, whole */
        KafkaBrokerList: {
            /** @constant */
            kind: "KafkaBrokerList";
            metadata: components["schemas"]["V3ListMetadata"];
            data: components["schemas"]["KafkaBroker"][];
        };
        /** @description The cluster: all gateways on one database */
        KafkaCluster: {
            /** @constant */
            kind: "KafkaCluster";
            metadata: components["schemas"]["V3Metadata"];
            cluster_id: string;
            controller: components["schemas"]["V3Link"] | null;
            acls: components["schemas"]["V3Link"];
            brokers: components["schemas"]["V3Link"];
            broker_configs: components["schemas"]["V3Link"];
            consumer_groups: components["schemas"]["V3Link"];
            topics: components["schemas"]["V3Link"];
            partition_reassignments: components["schemas"]["V3Link"];
        };
        /** @description A config of all brokers of the cluster */
        KafkaClusterConfig: {
            /** @constant */
            kind: "KafkaClusterConfig";
            metadata: components["schemas"]["V3Metadata"];
            cluster_id: string;
            /** @constant */
            config_type: "BROKER";
            name: string;
            value: string | null;
            is_default: boolean;
            is_read_only: boolean;
            is_sensitive: boolean;
            source: components["schemas"]["V3ConfigSource"];
            /** @description The one in force first */
            synonyms: components["schemas"]["V3ConfigSynonym"][];
        };
        /** @description A list, whole */
        KafkaClusterConfigList: {
            /** @constant */
            kind: "KafkaClusterConfigList";
            metadata: components["schemas"]["V3ListMetadata"];
            data: components["schemas"]["KafkaClusterConfig"][];
        };
        /** @description A list, whole */
        KafkaClusterList: {
            /** @constant */
            kind: "KafkaClusterList";
            metadata: components["schemas"]["V3ListMetadata"];
            data: components["schemas"]["KafkaCluster"][];
        };
        /** @description A partition */
        KafkaPartition: {
            /** @constant */
            kind: "KafkaPartition";
            metadata: components["schemas"]["V3Metadata"];
            cluster_id: string;
            topic_name: string;
            partition_id: number;
            leader: components["schemas"]["V3Link"] | null;
            replicas: components["schemas"]["V3Link"];
            reassignment: components["schemas"]["V3Link"];
        };
        /** @description A list, whole */
        KafkaPartitionList: {
            /** @constant */
            kind: "KafkaPartitionList";
            metadata: components["schemas"]["V3ListMetadata"];
            data: components["schemas"]["KafkaPartition"][];
        };
        /** @description What a partition holds */
        KafkaPartitionStatistics: {
            partition_id: number;
            /** @description Offset of the first record that is kept */
            earliest_offset: number;
            /** @description Offset that the next record will get */
            latest_offset: number;
            records: number;
            size_bytes: number;
        };
        /** @description A partition and the ends of its log */
        KafkaPartitionWithOffsets: {
            /** @constant */
            kind: "KafkaPartitionWithOffsets";
            metadata: components["schemas"]["V3Metadata"];
            cluster_id: string;
            topic_name: string;
            partition_id: number;
            /** @description Offset of the first record that is kept */
            earliest_offset: number;
            /** @description Offset that the next record will get */
            latest_offset: number;
        };
        /** @description A partition on its way to other brokers */
        KafkaReassignment: {
            /** @constant */
            kind: "KafkaReassignment";
            metadata: components["schemas"]["V3Metadata"];
            cluster_id: string;
            topic_name: string;
            partition_id: number;
            adding_replicas: number[];
            removing_replicas: number[];
            replicas: components["schemas"]["V3Link"];
        };
        /** @description A list, whole */
        KafkaReassignmentList: {
            /** @constant */
            kind: "KafkaReassignmentList";
            metadata: components["schemas"]["V3ListMetadata"];
            data: components["schemas"]["KafkaReassignment"][];
        };
        /** @description A stored record */
        KafkaRecord: {
            partition_id: number;
            offset: number;
            /** @description null for a record without one */
            timestamp: string | null;
            headers: components["schemas"]["V3Header"][];
            key: components["schemas"]["V3Datum"] | null;
            value: components["schemas"]["V3Datum"] | null;
        };
        /** @description A page of a partition; the link next is always there */
        KafkaRecordList: {
            /** @constant */
            kind: "KafkaRecordList";
            /** @description First offset that is kept */
            log_start_offset: number;
            /** @description Offset that the next record will get */
            high_watermark: number;
            data: components["schemas"]["KafkaRecord"][];
            metadata: {
                /** Format: uri */
                self: string;
                /** Format: uri */
                next: string;
            };
        };
        /** @description A copy of a partition */
        KafkaReplica: {
            /** @constant */
            kind: "KafkaReplica";
            metadata: components["schemas"]["V3Metadata"];
            cluster_id: string;
            topic_name: string;
            partition_id: number;
            broker_id: number;
            is_leader: boolean;
            is_in_sync: boolean;
            broker: components["schemas"]["V3Link"];
        };
        /** @description A list, whole */
        KafkaReplicaList: {
            /** @constant */
            kind: "KafkaReplicaList";
            metadata: components["schemas"]["V3ListMetadata"];
            data: components["schemas"]["KafkaReplica"][];
        };
        /** @description A topic */
        KafkaTopic: {
            /** @constant */
            kind: "KafkaTopic";
            metadata: components["schemas"]["V3Metadata"];
            cluster_id: string;
            topic_name: string;
            is_internal: boolean;
            replication_factor: number;
            partitions_count: number;
            partitions: components["schemas"]["V3Link"];
            configs: components["schemas"]["V3Link"];
            partition_reassignments: components["schemas"]["V3Link"];
            authorized_operations: string[];
        };
        /** @description A config of a topic */
        KafkaTopicConfig: {
            /** @constant */
            kind: "KafkaTopicConfig";
            metadata: components["schemas"]["V3Metadata"];
            cluster_id: string;
            topic_name: string;
            name: string;
            value: string | null;
            is_default: boolean;
            is_read_only: boolean;
            is_sensitive: boolean;
            source: components["schemas"]["V3ConfigSource"];
            /** @description The one in force first */
            synonyms: components["schemas"]["V3ConfigSynonym"][];
        };
        /** @description A list, whole */
        KafkaTopicConfigList: {
            /** @constant */
            kind: "KafkaTopicConfigList";
            metadata: components["schemas"]["V3ListMetadata"];
            data: components["schemas"]["KafkaTopicConfig"][];
        };
        /** @description A list, whole */
        KafkaTopicList: {
            /** @constant */
            kind: "KafkaTopicList";
            metadata: components["schemas"]["V3ListMetadata"];
            data: components["schemas"]["KafkaTopic"][];
        };
        /** @description What a topic holds */
        KafkaTopicStatistics: {
            /** @constant */
            kind: "KafkaTopicStatistics";
            metadata: components["schemas"]["V3Metadata"];
            cluster_id: string;
            topic_name: string;
            is_internal: boolean;
            partitions_count: number;
            records: number;
            /** @description Of the stored record batches */
            size_bytes: number;
            partitions: components["schemas"]["KafkaPartitionStatistics"][];
        };
        /** @description A list, whole */
        KafkaTopicStatisticsList: {
            /** @constant */
            kind: "KafkaTopicStatisticsList";
            metadata: components["schemas"]["V3ListMetadata"];
            /**
             * Format: date-time
             * @description When the numbers were read; rates come from two answers
             */
            sampled_at: string;
            data: components["schemas"]["KafkaTopicStatistics"][];
        };
        /** @description Which Weir this is */
        Root: {
            version: string;
            /** @description Where it runs from a checkout */
            commit: string | null;
            kafka_cluster_id: string;
            /** @description Requests are refused without a token */
            needs_token: boolean;
        };
        /** @description A stored record; key and value are base64 */
        V2BinaryRecord: {
            topic: string;
            partition: number;
            offset: number;
            timestamp: number;
            key: string | null;
            value: string | null;
            headers: components["schemas"]["V2Header"][];
        };
        /** @description Key and value are base64 */
        V2BinaryRequestRecord: {
            key?: string | null;
            value?: string | null;
            /** @description Overrides the partition in the path and the choice by key */
            partition?: (number | string) | null;
            /** @description Epoch milliseconds; without it, the time of the append */
            timestamp?: (number | string) | null;
            headers?: components["schemas"]["V2RequestHeader"][] | null;
        };
        /** @description Broker ids */
        V2Brokers: {
            brokers: number[];
        };
        /** @description A record header */
        V2Header: {
            key: string;
            value: string | null;
        };
        /** @description A stored record; key and value are JSON */
        V2JsonRecord: {
            topic: string;
            partition: number;
            offset: number;
            timestamp: number;
            key: unknown;
            value: unknown;
            headers: components["schemas"]["V2Header"][];
        };
        /** @description Key and value are any JSON; they are stored as they are written, without the white space between tokens */
        V2JsonRequestRecord: {
            key?: unknown;
            value?: unknown;
            /** @description Overrides the partition in the path and the choice by key */
            partition?: (number | string) | null;
            /** @description Epoch milliseconds; without it, the time of the append */
            timestamp?: (number | string) | null;
            headers?: components["schemas"]["V2RequestHeader"][] | null;
        };
        /** @description The ends of a partition */
        V2Offsets: {
            /** @description Offset of the first record that is kept */
            beginning_offset: number;
            /** @description Offset that the next record will get */
            end_offset: number;
        };
        /** @description A partition and where it is served */
        V2Partition: {
            partition: number;
            leader: number;
            replicas: components["schemas"]["V2Replica"][];
        };
        /** @description Records to append */
        V2ProduceBinary: {
            records: components["schemas"]["V2BinaryRequestRecord"][];
            key_schema?: unknown;
            key_schema_id?: unknown;
            value_schema?: unknown;
            value_schema_id?: unknown;
        };
        /** @description Records to append */
        V2ProduceJson: {
            records: components["schemas"]["V2JsonRequestRecord"][];
            key_schema?: unknown;
            key_schema_id?: unknown;
            value_schema?: unknown;
            value_schema_id?: unknown;
        };
        /** @description The verdict on each record */
        V2Produced: {
            /** @description One per record, in the order of the request */
            offsets: components["schemas"]["V2ProducedRecord"][];
            key_schema_id: null;
            value_schema_id: null;
        };
        /** @description Where a record is stored, or why it is not */
        V2ProducedRecord: {
            partition: number | null;
            offset: number | null;
            /** @description 50002: refused; 50003: a retry may help */
            error_code: number | null;
            error: string | null;
        };
        /** @description A copy of a partition; PostgreSQL keeps the one there is */
        V2Replica: {
            broker: number;
            leader: boolean;
            in_sync: boolean;
        };
        /** @description A record header; keys may repeat and keep their order */
        V2RequestHeader: {
            key: string;
            value?: string | null;
        };
        /** @description A topic with configs and partitions */
        V2Topic: {
            name: string;
            /** @description Effective configs by Kafka's names, defaults included */
            configs: {
                [key: string]: string;
            };
            partitions: components["schemas"]["V2Partition"][];
        };
        /** @description Alterations, all or none */
        V3AlterConfigs: {
            data: components["schemas"]["V3ConfigAlteration"][];
            /** @description Check everything, alter nothing */
            validate_only?: boolean | null;
        };
        /** @description The topics that were not altered, in the order of the request */
        V3AlterFailures: {
            failures: components["schemas"]["V3TopicFailure"][];
        };
        /** @description Alterations by topic */
        V3AlterManyTopicConfigs: {
            data: components["schemas"]["V3TopicAlterations"][];
            /** @description Check everything, alter nothing */
            validate_only?: boolean | null;
        };
        /** @description Records to store together */
        V3Commit: {
            /** @description At most WEIR_PRODUCE_BATCH_MAX_ENTRIES */
            entries: components["schemas"]["V3CommitEntry"][];
            /** @description With it come producer_id, producer_epoch and commit_sequence */
            transactional_id?: string | null;
            producer_id?: number | null;
            producer_epoch?: number | null;
            /** @description Counts the commits of the epoch from 0; a repeat under the same one gets the first answer */
            commit_sequence?: number | null;
        };
        /** @description A record to store */
        V3CommitEntry: {
            /** @description Names the entry in the answer */
            id: string;
            /** @description Without it the key decides; without a key the gateway does */
            partition_id?: (number | string) | null;
            headers?: components["schemas"]["V3ProduceHeader"][] | null;
            key?: components["schemas"]["V3ProduceData"] | null;
            value?: components["schemas"]["V3ProduceData"] | null;
            /** @description RFC 3339; without it, the time of the append */
            timestamp?: string | null;
            topic_name: string;
        };
        /** @description All entries, in the order of the request */
        V3Committed: {
            entries: components["schemas"]["V3CommittedEntry"][];
        };
        /** @description Where a record is stored */
        V3CommittedEntry: {
            id: string;
            topic_name: string;
            partition_id: number;
            offset: number;
            /**
             * Format: date-time
             * @description As it is stored
             */
            timestamp: string;
        };
        /** @description One config to set or to reset */
        V3ConfigAlteration: {
            name: string;
            /** @description Needed by SET */
            value?: string | number | boolean | null;
            /** @description Default: SET. DELETE takes the config back */
            operation?: ("SET" | "DELETE") | null;
        };
        /**
         * @description Who set it: the topic, the broker, the cluster, the settings of a gateway, nobody
         * @enum {string}
         */
        V3ConfigSource: "DYNAMIC_TOPIC_CONFIG" | "DYNAMIC_BROKER_CONFIG" | "DYNAMIC_DEFAULT_BROKER_CONFIG" | "STATIC_BROKER_CONFIG" | "DEFAULT_CONFIG";
        /** @description A value that would be in force without those before it */
        V3ConfigSynonym: {
            name: string;
            value: string | null;
            source: components["schemas"]["V3ConfigSource"];
        };
        /** @description The topic to create */
        V3CreateTopic: {
            /** @description At most 249 letters, digits, ".", "_" and "-" */
            topic_name: string;
            partitions_count?: (number | string) | null;
            replication_factor?: (number | string) | null;
            /** @description Broker ids per partition, from "0" on without gaps; decides the number of partitions */
            replicas_assignments?: {
                [key: string]: number[];
            } | null;
            configs?: {
                name: string;
                /** @description null leaves the default */
                value?: string | number | boolean | null;
            }[] | null;
            /** @description Check everything, create nothing */
            validate_only?: boolean | null;
        };
        /** @description A key or value, in the form in which it can be sent */
        V3Datum: {
            /** @constant */
            type: "JSON";
            data: unknown;
        } | {
            /** @constant */
            type: "STRING";
            data: string;
        } | {
            /** @constant */
            type: "BINARY";
            /** Format: base64 */
            data: string;
        };
        /** @description Up to where a partition is deleted */
        V3DeleteBefore: {
            partition_id: number;
            /** @description Records before it are deleted; latest deletes all that there are */
            before_offset: number | "latest";
        };
        /** @description What to delete, by partition */
        V3DeleteRecords: {
            data: components["schemas"]["V3DeleteBefore"][];
        };
        /** @description The verdicts on all partitions */
        V3DeletedRecords: {
            /** @description In the order of the request */
            data: components["schemas"]["V3LogStart"][];
            failures: components["schemas"]["V3PartitionFailure"][];
        };
        /** @description A record header; names may repeat */
        V3Header: {
            name: string;
            value: string | null;
        };
        /** @description A producer that wants an id */
        V3InitProducerId: {
            /** @description Names the producer over all its restarts: each call fences the instance before */
            transactional_id?: string | null;
        };
        /** @description Where a related resource is */
        V3Link: {
            /** Format: uri */
            related: string;
        };
        /** @description Where the list is */
        V3ListMetadata: {
            /** Format: uri */
            self: string;
            /** @description Lists are not paged */
            next: null;
        };
        /** @description Where a partition begins from now on */
        V3LogStart: {
            partition_id: number;
            log_start_offset: number;
        };
        /** @description Where the resource is and what it is called */
        V3Metadata: {
            /** Format: uri */
            self: string;
            resource_name: string | null;
        };
        /** @description Why nothing of a partition was deleted */
        V3PartitionFailure: {
            partition_id: number;
            error_code: number;
            message: string;
        };
        /** @description Records to append, each with an id */
        V3ProduceBatch: {
            /** @description At most WEIR_PRODUCE_BATCH_MAX_ENTRIES */
            entries: components["schemas"]["V3ProduceBatchEntry"][];
        };
        /** @description A record to append */
        V3ProduceBatchEntry: {
            /** @description Names the entry in the answer */
            id: string;
            /** @description Without it the key decides; without a key the gateway does */
            partition_id?: (number | string) | null;
            headers?: components["schemas"]["V3ProduceHeader"][] | null;
            key?: components["schemas"]["V3ProduceData"] | null;
            value?: components["schemas"]["V3ProduceData"] | null;
            /** @description RFC 3339; without it, the time of the append */
            timestamp?: string | null;
        };
        /** @description Why an entry is not stored */
        V3ProduceBatchFailure: {
            id: string;
            error_code: number;
            message: string;
        };
        /** @description Where an entry is stored */
        V3ProduceBatchSuccess: {
            id: string;
            cluster_id: string;
            topic_name: string;
            partition_id: number;
            offset: number;
            /**
             * Format: date-time
             * @description As it is stored
             */
            timestamp: string;
            key?: components["schemas"]["V3ProducedData"];
            value?: components["schemas"]["V3ProducedData"];
        };
        /** @description A key or a value */
        V3ProduceData: {
            /** @description JSON where it is not given. BINARY is base64. Types with schemas come with the schema registry */
            type?: ("JSON" | "STRING" | "BINARY") | null;
            /** @description JSON is stored as it is written, without white space between tokens; null is stored as no bytes */
            data?: unknown;
        };
        /** @description Why a record is not stored, in place of its report */
        V3ProduceError: {
            error_code: number;
            message: string;
        };
        /** @description A record header; names may repeat and keep their order */
        V3ProduceHeader: {
            name: string;
            value?: string | null;
        };
        /** @description A record to append; any number may follow each other */
        V3ProduceRecord: {
            /** @description Without it the key decides; without a key the gateway does */
            partition_id?: (number | string) | null;
            headers?: components["schemas"]["V3ProduceHeader"][] | null;
            key?: components["schemas"]["V3ProduceData"] | null;
            value?: components["schemas"]["V3ProduceData"] | null;
            /** @description RFC 3339; without it, the time of the append */
            timestamp?: string | null;
        };
        /** @description Where a record is stored */
        V3ProduceReport: {
            /** @constant */
            error_code: 200;
            cluster_id: string;
            topic_name: string;
            partition_id: number;
            offset: number;
            /**
             * Format: date-time
             * @description As it is stored
             */
            timestamp: string;
            key?: components["schemas"]["V3ProducedData"];
            value?: components["schemas"]["V3ProducedData"];
        };
        /** @description Both in the order of the request */
        V3ProducedBatch: {
            successes: components["schemas"]["V3ProduceBatchSuccess"][];
            failures: components["schemas"]["V3ProduceBatchFailure"][];
        };
        /** @description What became of key or value; missing where none was sent */
        V3ProducedData: {
            /** @enum {string} */
            type: "JSON" | "STRING" | "BINARY";
            /** @description Bytes that are stored */
            size: number;
        };
        /** @description One per record batch, in their order */
        V3ProducedRecordBatches: {
            batches: (components["schemas"]["V3RecordBatchReport"] | components["schemas"]["V3ProduceError"])[];
        };
        /** @description What the producer writes into its record batches and commits */
        V3Producer: {
            producer_id: number;
            producer_epoch: number;
        };
        /** @description Where a record batch is stored */
        V3RecordBatchReport: {
            /** @constant */
            error_code: 200;
            /** @description Offset of its first record; the others follow without gaps */
            base_offset: number;
            records_count: number;
            /** @description Where the topic stamps records */
            log_append_time: string | null;
        };
        /** @description Alterations of one topic, all or none */
        V3TopicAlterations: {
            topic_name: string;
            configs: components["schemas"]["V3ConfigAlteration"][];
        };
        /** @description Why a topic was not altered */
        V3TopicFailure: {
            topic_name: string;
            error_code: number;
            message: string;
        };
        /** @description What to set the config to */
        V3UpdateConfig: {
            /** @description The new value */
            value: string | number | boolean;
        };
        /** @description What to change */
        V3UpdateTopic: {
            /** @description The new total, more than before */
            partitions_count: number | string;
            /** @description Check everything, change nothing */
            validate_only?: boolean | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listClustersV3: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KafkaClusterList"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getClusterV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The cluster */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KafkaCluster"];
                };
            };
            /** @description The path is no UTF-8, or a part of it is longer than any name */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listTopicsV3: {
        parameters: {
            query?: {
                /**
                 * @description Whether authorized_operations lists what the caller may do; else it is empty
                 * @example true
                 */
                includeAuthorizedOperations?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The topics */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KafkaTopicList"];
                };
            };
            /** @description The query is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createTopicV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "topic_name": "example"
                 *     }
                 */
                "application/json": components["schemas"]["V3CreateTopic"];
            };
        };
        responses: {
            /** @description With validate_only: the topic as it would be */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KafkaTopic"];
                };
            };
            /** @description The topic */
            201: {
                headers: {
                    /** @description Where the topic is */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KafkaTopic"];
                };
            };
            /** @description 400: not the JSON described here; 40002: the topic exists, or counts or configs are not legal */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body came more slowly than WEIR_REQUEST_BODY_BYTES_PER_SECOND_MIN */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is larger than WEIR_REQUEST_BODY_MAX_BYTES */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Content-Type is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 42206: no body, or an illegal name; 422: topic_name is missing */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Bodies of requests under way take all of WEIR_REQUEST_BYTES_IN_FLIGHT_MAX; try again after Retry-After seconds */
            429: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getTopicV3: {
        parameters: {
            query?: {
                /**
                 * @description Whether authorized_operations lists what the caller may do; else it is empty
                 * @example true
                 */
                include_authorized_operations?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
                /**
                 * @description Name of the topic
                 * @example example
                 */
                topic_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The topic */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KafkaTopic"];
                };
            };
            /** @description The query is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster; 40403: no such topic */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteTopicV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
                /**
                 * @description Name of the topic
                 * @example example
                 */
                topic_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path is no UTF-8, or a part of it is longer than any name */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster; 40403: no such topic */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateTopicV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
                /**
                 * @description Name of the topic
                 * @example example
                 */
                topic_name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "partitions_count": 2
                 *     }
                 */
                "application/json": components["schemas"]["V3UpdateTopic"];
            };
        };
        responses: {
            /** @description The topic; with validate_only: as it would be */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KafkaTopic"];
                };
            };
            /** @description 400: not the JSON described here; 40002: not more partitions than before */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster; 40403: no such topic */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body came more slowly than WEIR_REQUEST_BODY_BYTES_PER_SECOND_MIN */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is larger than WEIR_REQUEST_BODY_MAX_BYTES */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Content-Type is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 42206: no body; 422: partitions_count is missing */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Bodies of requests under way take all of WEIR_REQUEST_BYTES_IN_FLIGHT_MAX; try again after Retry-After seconds */
            429: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listTopicStatisticsV3: {
        parameters: {
            query?: {
                /**
                 * @description Only of this topic
                 * @example example
                 */
                topic_name?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The statistics, sorted by topic */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KafkaTopicStatisticsList"];
                };
            };
            /** @description The query is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listPartitionsV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
                /**
                 * @description Name of the topic
                 * @example example
                 */
                topic_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The partitions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KafkaPartitionList"];
                };
            };
            /** @description The path is no UTF-8, or a part of it is longer than any name */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster; 40403: no such topic */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getPartitionV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
                /**
                 * @description Name of the topic
                 * @example example
                 */
                topic_name: string;
                /**
                 * @description Number of the partition, from 0
                 * @example 0
                 */
                partition_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The partition */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KafkaPartition"];
                };
            };
            /** @description The path is no UTF-8, or a part of it is longer than any name */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster; 40403: no such topic, or no such partition */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getPartitionOffsetsV3: {
        parameters: {
            query?: {
                /**
                 * @description Both ends; there is no other type
                 * @example earliest_and_latest
                 */
                offset_type?: "earliest_and_latest";
            };
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
                /**
                 * @description Name of the topic
                 * @example example
                 */
                topic_name: string;
                /**
                 * @description Number of the partition, from 0
                 * @example 0
                 */
                partition_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The partition with its offsets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KafkaPartitionWithOffsets"];
                };
            };
            /** @description The query is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster; 40403: no such topic; 40402: no such partition */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listReplicasV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
                /**
                 * @description Name of the topic
                 * @example example
                 */
                topic_name: string;
                /**
                 * @description Number of the partition, from 0
                 * @example 0
                 */
                partition_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The replicas */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KafkaReplicaList"];
                };
            };
            /** @description The path is no UTF-8, or a part of it is longer than any name */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster; 40403: no such topic, or no such partition */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getReplicaV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
                /**
                 * @description Name of the topic
                 * @example example
                 */
                topic_name: string;
                /**
                 * @description Number of the partition, from 0
                 * @example 0
                 */
                partition_id: string;
                /**
                 * @description Id of the broker that has the replica
                 * @example 1
                 */
                broker_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The replica */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KafkaReplica"];
                };
            };
            /** @description The path is no UTF-8, or a part of it is longer than any name */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster; 40403: no such topic, or no such partition; 404: no such broker */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listReassignmentsV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An empty list */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KafkaReassignmentList"];
                };
            };
            /** @description The path is no UTF-8, or a part of it is longer than any name */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listTopicReassignmentsV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
                /**
                 * @description Name of the topic
                 * @example example
                 */
                topic_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An empty list */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KafkaReassignmentList"];
                };
            };
            /** @description The path is no UTF-8, or a part of it is longer than any name */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster; 40403: no such topic */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getReassignmentV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
                /**
                 * @description Name of the topic
                 * @example example
                 */
                topic_name: string;
                /**
                 * @description Number of the partition, from 0
                 * @example 0
                 */
                partition_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Never given */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KafkaReassignment"];
                };
            };
            /** @description The path is no UTF-8, or a part of it is longer than any name */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster; 40403: no such topic, or no such partition; 404: no reassignment is under way */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listBrokersV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The brokers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KafkaBrokerList"];
                };
            };
            /** @description The path is no UTF-8, or a part of it is longer than any name */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getBrokerV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
                /**
                 * @description Id of the broker: there is one, as GET …/brokers gives it
                 * @example 1
                 */
                broker_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The broker */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KafkaBroker"];
                };
            };
            /** @description The path is no UTF-8, or a part of it is longer than any name */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster, or no such broker */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listPartitionReplicasV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
                /**
                 * @description Id of the broker: there is one, as GET …/brokers gives it
                 * @example 1
                 */
                broker_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The replicas, sorted by topic */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KafkaReplicaList"];
                };
            };
            /** @description The path is no UTF-8, or a part of it is longer than any name */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster, or no such broker */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listTopicConfigsV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
                /**
                 * @description Name of the topic
                 * @example example
                 */
                topic_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The configs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KafkaTopicConfigList"];
                };
            };
            /** @description The path is no UTF-8, or a part of it is longer than any name */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster; 40403: no such topic */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getTopicConfigV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
                /**
                 * @description Name of the topic
                 * @example example
                 */
                topic_name: string;
                /**
                 * @description Name of the config
                 * @example retention.ms
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The config */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KafkaTopicConfig"];
                };
            };
            /** @description The path is no UTF-8, or a part of it is longer than any name */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster; 40403: no such topic; 404: no such config */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateTopicConfigV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
                /**
                 * @description Name of the topic
                 * @example example
                 */
                topic_name: string;
                /**
                 * @description Name of the config
                 * @example retention.ms
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "value": "86400000"
                 *     }
                 */
                "application/json": components["schemas"]["V3UpdateConfig"];
            };
        };
        responses: {
            /** @description It is set */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 400: not the JSON described here; 40002: the value is not legal, or the config is read-only */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster; 40403: no such topic; 404: no such config */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body came more slowly than WEIR_REQUEST_BODY_BYTES_PER_SECOND_MIN */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is larger than WEIR_REQUEST_BODY_MAX_BYTES */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Content-Type is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 42206: no body; 422: something is missing */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Bodies of requests under way take all of WEIR_REQUEST_BYTES_IN_FLIGHT_MAX; try again after Retry-After seconds */
            429: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    resetTopicConfigV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
                /**
                 * @description Name of the topic
                 * @example example
                 */
                topic_name: string;
                /**
                 * @description Name of the config
                 * @example retention.ms
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is not set any more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 40002: the config is read-only */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster; 40403: no such topic; 404: no such config */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    alterTopicConfigsV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
                /**
                 * @description Name of the topic
                 * @example example
                 */
                topic_name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "name": "retention.ms",
                 *           "value": "86400000"
                 *         }
                 *       ],
                 *       "validate_only": true
                 *     }
                 */
                "application/json": components["schemas"]["V3AlterConfigs"];
            };
        };
        responses: {
            /** @description They are in force; with validate_only: they could be */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 400: not the JSON described here; 40002: the value is not legal, or the config is read-only, or a name is given twice */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster; 40403: no such topic; 404: no such config */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body came more slowly than WEIR_REQUEST_BODY_BYTES_PER_SECOND_MIN */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is larger than WEIR_REQUEST_BODY_MAX_BYTES */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Content-Type is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 42206: no body; 422: something is missing */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Bodies of requests under way take all of WEIR_REQUEST_BYTES_IN_FLIGHT_MAX; try again after Retry-After seconds */
            429: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listBrokerConfigsV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
                /**
                 * @description Id of the broker: there is one, as GET …/brokers gives it
                 * @example 1
                 */
                broker_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The configs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KafkaBrokerConfigList"];
                };
            };
            /** @description The path is no UTF-8, or a part of it is longer than any name */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster, or no such broker */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getBrokerConfigV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
                /**
                 * @description Id of the broker: there is one, as GET …/brokers gives it
                 * @example 1
                 */
                broker_id: string;
                /**
                 * @description Name of the config
                 * @example log.retention.ms
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The config */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KafkaBrokerConfig"];
                };
            };
            /** @description The path is no UTF-8, or a part of it is longer than any name */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster, or no such broker; 404: no such config */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateBrokerConfigV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
                /**
                 * @description Id of the broker: there is one, as GET …/brokers gives it
                 * @example 1
                 */
                broker_id: string;
                /**
                 * @description Name of the config
                 * @example log.retention.ms
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "value": "86400000"
                 *     }
                 */
                "application/json": components["schemas"]["V3UpdateConfig"];
            };
        };
        responses: {
            /** @description It is set */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 400: not the JSON described here; 40002: the value is not legal, or the config is read-only */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster, or no such broker; 404: no such config */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body came more slowly than WEIR_REQUEST_BODY_BYTES_PER_SECOND_MIN */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is larger than WEIR_REQUEST_BODY_MAX_BYTES */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Content-Type is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 42206: no body; 422: something is missing */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Bodies of requests under way take all of WEIR_REQUEST_BYTES_IN_FLIGHT_MAX; try again after Retry-After seconds */
            429: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    resetBrokerConfigV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
                /**
                 * @description Id of the broker: there is one, as GET …/brokers gives it
                 * @example 1
                 */
                broker_id: string;
                /**
                 * @description Name of the config
                 * @example log.retention.ms
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is not set any more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 40002: the config is read-only */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster, or no such broker; 404: no such config */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    alterBrokerConfigsV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
                /**
                 * @description Id of the broker: there is one, as GET …/brokers gives it
                 * @example 1
                 */
                broker_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "name": "log.retention.ms",
                 *           "value": "86400000"
                 *         }
                 *       ],
                 *       "validate_only": true
                 *     }
                 */
                "application/json": components["schemas"]["V3AlterConfigs"];
            };
        };
        responses: {
            /** @description They are in force; with validate_only: they could be */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 400: not the JSON described here; 40002: the value is not legal, or the config is read-only, or a name is given twice */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster, or no such broker; 404: no such config */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body came more slowly than WEIR_REQUEST_BODY_BYTES_PER_SECOND_MIN */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is larger than WEIR_REQUEST_BODY_MAX_BYTES */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Content-Type is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 42206: no body; 422: something is missing */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Bodies of requests under way take all of WEIR_REQUEST_BYTES_IN_FLIGHT_MAX; try again after Retry-After seconds */
            429: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listClusterConfigsV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The configs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KafkaClusterConfigList"];
                };
            };
            /** @description The path is no UTF-8, or a part of it is longer than any name */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getClusterConfigV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
                /**
                 * @description Name of the config
                 * @example log.retention.ms
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The config */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KafkaClusterConfig"];
                };
            };
            /** @description The path is no UTF-8, or a part of it is longer than any name */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster; 404: no such config */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateClusterConfigV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
                /**
                 * @description Name of the config
                 * @example log.retention.ms
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "value": "86400000"
                 *     }
                 */
                "application/json": components["schemas"]["V3UpdateConfig"];
            };
        };
        responses: {
            /** @description It is set */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 400: not the JSON described here; 40002: the value is not legal, or the config is read-only */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster; 404: no such config */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body came more slowly than WEIR_REQUEST_BODY_BYTES_PER_SECOND_MIN */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is larger than WEIR_REQUEST_BODY_MAX_BYTES */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Content-Type is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 42206: no body; 422: something is missing */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Bodies of requests under way take all of WEIR_REQUEST_BYTES_IN_FLIGHT_MAX; try again after Retry-After seconds */
            429: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    resetClusterConfigV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
                /**
                 * @description Name of the config
                 * @example log.retention.ms
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is not set any more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 40002: the config is read-only */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster; 404: no such config */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    alterClusterConfigsV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "name": "log.retention.ms",
                 *           "value": "86400000"
                 *         }
                 *       ],
                 *       "validate_only": true
                 *     }
                 */
                "application/json": components["schemas"]["V3AlterConfigs"];
            };
        };
        responses: {
            /** @description They are in force; with validate_only: they could be */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 400: not the JSON described here; 40002: the value is not legal, or the config is read-only, or a name is given twice */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster; 404: no such config */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body came more slowly than WEIR_REQUEST_BODY_BYTES_PER_SECOND_MIN */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is larger than WEIR_REQUEST_BODY_MAX_BYTES */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Content-Type is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 42206: no body; 422: something is missing */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Bodies of requests under way take all of WEIR_REQUEST_BYTES_IN_FLIGHT_MAX; try again after Retry-After seconds */
            429: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listAllTopicConfigsV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The configs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KafkaTopicConfigList"];
                };
            };
            /** @description The path is no UTF-8, or a part of it is longer than any name */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listAllBrokerConfigsV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The configs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KafkaBrokerConfigList"];
                };
            };
            /** @description The path is no UTF-8, or a part of it is longer than any name */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    alterManyTopicConfigsV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "topic_name": "example",
                 *           "configs": [
                 *             {
                 *               "name": "retention.ms",
                 *               "value": "86400000"
                 *             }
                 *           ]
                 *         }
                 *       ],
                 *       "validate_only": true
                 *     }
                 */
                "application/json": components["schemas"]["V3AlterManyTopicConfigs"];
            };
        };
        responses: {
            /** @description All topics are altered */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Some topics are not altered, and this is why */
            207: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V3AlterFailures"];
                };
            };
            /** @description Not the JSON described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster, or no such config */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body came more slowly than WEIR_REQUEST_BODY_BYTES_PER_SECOND_MIN */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is larger than WEIR_REQUEST_BODY_MAX_BYTES */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Content-Type is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 42206: no body; 422: something is missing */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Bodies of requests under way take all of WEIR_REQUEST_BYTES_IN_FLIGHT_MAX; try again after Retry-After seconds */
            429: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    tailTopicV3: {
        parameters: {
            query?: {
                /** @description Only these, separated by commas; without it all of them, also those that are added later */
                partitions?: string;
                /**
                 * @description Begin at the first records that are kept, or at the end; latest where nothing else is given
                 * @example earliest
                 */
                from?: "earliest" | "latest";
                /** @description Begin at the first record of this time or later: RFC 3339, or epoch milliseconds. Beyond the last record it is the end */
                timestamp?: string;
                /** @description As the header Last-Event-ID, for clients that can not send one; the header goes before */
                last_event_id?: string;
                /** @description End after so many records */
                max_records?: number;
                /**
                 * @description End so long after what was there has been given; without it the stream has no end. 0 gives what is there
                 * @example 1000
                 */
                timeout_ms?: number;
                /** @description Type of keys and values: auto is JSON where the bytes are JSON, else STRING where they are UTF-8, else BINARY */
                format?: "auto" | "json" | "string" | "binary";
            };
            header?: {
                /** @description Begin where the event with this id ended. It is the number of the topic and a slash, then `partition:offset` of the next record, separated by commas */
                "Last-Event-ID"?: string;
            };
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
                /**
                 * @description Name of the topic
                 * @example example
                 */
                topic_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                    "application/x-ndjson": string;
                };
            };
            /** @description The query is not as described here, or names more than one place to begin; or Last-Event-ID is malformed or names partitions that are not read here; or there are so many partitions that the id of an event would not fit into the headers of a request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster; 40403: no such topic, or no such partition */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept covers neither text/event-stream nor application/x-ndjson */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    produceRecordsV3: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: whoever sends it again with the same key gets the first answer and stores nothing. 1 to 255 visible ASCII characters, bare or in quotes; every new request needs a key of its own */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
                /**
                 * @description Name of the topic
                 * @example example
                 */
                topic_name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "key": {
                 *         "type": "JSON",
                 *         "data": "greeting"
                 *       },
                 *       "value": {
                 *         "type": "JSON",
                 *         "data": {
                 *           "hello": "world"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["V3ProduceRecord"];
            };
        };
        responses: {
            /** @description Reports; this is one of them. `error_code` tells whether the record is stored */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V3ProduceReport"] | components["schemas"]["V3ProduceError"];
                };
            };
            /** @description A charset that is not known, or a body that is not gzip although it says so */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body came more slowly than WEIR_REQUEST_BODY_BYTES_PER_SECOND_MIN */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Content-Type is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 42206: no body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Bodies of requests under way take all of WEIR_REQUEST_BYTES_IN_FLIGHT_MAX; try again after Retry-After seconds */
            429: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    produceBatchV3: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: whoever sends it again with the same key gets the first answer and stores nothing. 1 to 255 visible ASCII characters, bare or in quotes; every new request needs a key of its own */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
                /**
                 * @description Name of the topic
                 * @example example
                 */
                topic_name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "entries": [
                 *         {
                 *           "id": "1",
                 *           "value": {
                 *             "data": {
                 *               "hello": "world"
                 *             }
                 *           }
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["V3ProduceBatch"];
            };
        };
        responses: {
            /** @description What became of each entry */
            207: {
                headers: {
                    /** @description `true` where the answer is that of an earlier request with this Idempotency-Key */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V3ProducedBatch"];
                };
            };
            /** @description Not the JSON described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body came more slowly than WEIR_REQUEST_BODY_BYTES_PER_SECOND_MIN */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is larger than WEIR_REQUEST_BODY_MAX_BYTES */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Content-Type is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 42208: no body, no entries, more than WEIR_PRODUCE_BATCH_MAX_ENTRIES, or ids that are missing or repeated; 422: the Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Bodies of requests under way take all of WEIR_REQUEST_BYTES_IN_FLIGHT_MAX; try again after Retry-After seconds */
            429: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    readPartitionV3: {
        parameters: {
            query?: {
                /** @description Begin here */
                offset?: number;
                /** @description Begin at the first record of this time or later: RFC 3339, or epoch milliseconds. Beyond the last record it is the end */
                timestamp?: string;
                /**
                 * @description Begin at the first record that is kept, or at the end; earliest where nothing else is given
                 * @example earliest
                 */
                from?: "earliest" | "latest";
                /**
                 * @description Most records in the answer
                 * @example 10
                 */
                max_records?: number;
                /** @description Most bytes of keys and values together; at least one record is given */
                max_bytes?: number;
                /**
                 * @description How long to wait for a record at the end of the partition; cut to WEIR_LONG_POLL_MAX_MS
                 * @example 0
                 */
                timeout_ms?: number;
                /** @description Type of keys and values: auto is JSON where the bytes are JSON, else STRING where they are UTF-8, else BINARY */
                format?: "auto" | "json" | "string" | "binary";
            };
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
                /**
                 * @description Name of the topic
                 * @example example
                 */
                topic_name: string;
                /**
                 * @description Number of the partition, from 0
                 * @example 0
                 */
                partition_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The records; none where none came in time */
            200: {
                headers: {
                    /** @description The following page, rel="next" (record batches only) */
                    Link?: string;
                    /** @description First offset that is kept (record batches only) */
                    "Weir-Log-Start-Offset"?: string;
                    /** @description Offset that the next record will get (record batches only) */
                    "Weir-High-Watermark"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KafkaRecordList"];
                    "application/vnd.weir.record-batches.v1": string;
                };
            };
            /** @description The query is not as described here, or names more than one place to begin */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster; 40403: no such topic, or no such partition */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept covers neither application/json nor application/vnd.weir.record-batches.v1 */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The partition does not hold that offset: it was deleted, or lies beyond the end */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 42205: the first record is not of the format asked for */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Answers to slow readers hold all the room there is; try again after Retry-After seconds */
            429: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    produceRecordBatchesV3: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: whoever sends it again with the same key gets the first answer and stores nothing. 1 to 255 visible ASCII characters, bare or in quotes; every new request needs a key of its own */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of this cluster, as GET /v3/clusters gives it */
                cluster_id: string;
                /** @description Name of the topic */
                topic_name: string;
                /** @description Number of the partition, from 0 */
                partition_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/vnd.weir.record-batches.v1": string;
            };
        };
        responses: {
            /** @description All are stored */
            200: {
                headers: {
                    /** @description `true` where the answer is that of an earlier request with this Idempotency-Key */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V3ProducedRecordBatches"];
                };
            };
            /** @description Some are stored: each has its own verdict */
            207: {
                headers: {
                    /** @description `true` where the answer is that of an earlier request with this Idempotency-Key */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V3ProducedRecordBatches"];
                };
            };
            /** @description A query parameter; or not record batches: lengths, counts or checksums do not fit, or ones that no producer may send */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster; 40403: no such topic, or no such partition */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body came more slowly than WEIR_REQUEST_BODY_BYTES_PER_SECOND_MIN */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40945: the sequence leaves a gap; 40946: stored already, too long ago to say where; 40947: the producer epoch is over; 40959: the producer id was never given out */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 413: the body is larger than WEIR_REQUEST_BODY_MAX_BYTES, or the batches than max.message.bytes */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Content-Type is not application/vnd.weir.record-batches.v1 */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 42206: no body; 422: more records than WEIR_RECORDS_PER_REQUEST_MAX, compressed, of an older version, with records that the topic does not take, or under an Idempotency-Key of another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Bodies of requests under way take all of WEIR_REQUEST_BYTES_IN_FLIGHT_MAX; try again after Retry-After seconds */
            429: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    initProducerIdV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "transactional_id": "example"
                 *     }
                 */
                "application/json": components["schemas"]["V3InitProducerId"];
            };
        };
        responses: {
            /** @description Id and epoch */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V3Producer"];
                };
            };
            /** @description 400: a query parameter, or not the JSON described here; 40002: transactional_id is empty, too long or holds NUL */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body came more slowly than WEIR_REQUEST_BODY_BYTES_PER_SECOND_MIN */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is larger than WEIR_REQUEST_BODY_MAX_BYTES */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Content-Type is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 42206: the body is null; send none, or an object */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Bodies of requests under way take all of WEIR_REQUEST_BYTES_IN_FLIGHT_MAX; try again after Retry-After seconds */
            429: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    commitRecordsV3: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: whoever sends it again with the same key gets the first answer and stores nothing. 1 to 255 visible ASCII characters, bare or in quotes; every new request needs a key of its own */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "entries": [
                 *         {
                 *           "id": "1",
                 *           "topic_name": "example",
                 *           "value": {
                 *             "data": {
                 *               "hello": "world"
                 *             }
                 *           }
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["V3Commit"];
            };
        };
        responses: {
            /** @description All are stored */
            200: {
                headers: {
                    /** @description `true` where the answer is that of an earlier request with this Idempotency-Key */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V3Committed"];
                };
            };
            /** @description 400: a query parameter, or not the JSON described here; 40002: both a transactional_id and an Idempotency-Key, or numbers that no producer has */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster; 40403: no such topic or partition */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body came more slowly than WEIR_REQUEST_BODY_BYTES_PER_SECOND_MIN */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40990: another instance has taken over the transactional id; 40949: it has another producer id, or has expired; 40945: commit_sequence leaves a gap; 40946: it is past */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 413: the body is larger than WEIR_REQUEST_BODY_MAX_BYTES, or a record than max.message.bytes */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Content-Type is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 42208: no body, no entries, more than WEIR_PRODUCE_BATCH_MAX_ENTRIES, or ids that are missing or repeated; 42206: a field is missing; 422: a record that the topic does not take, or the commit_sequence or Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Bodies of requests under way take all of WEIR_REQUEST_BYTES_IN_FLIGHT_MAX; try again after Retry-After seconds */
            429: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteRecordsV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of this cluster, as GET /v3/clusters gives it
                 * @example {cluster_id}
                 */
                cluster_id: string;
                /**
                 * @description Name of the topic
                 * @example example
                 */
                topic_name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "partition_id": 0,
                 *           "before_offset": 0
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["V3DeleteRecords"];
            };
        };
        responses: {
            /** @description Where each partition begins from now on */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V3DeletedRecords"];
                };
            };
            /** @description The same, and which partitions failed */
            207: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V3DeletedRecords"];
                };
            };
            /** @description 400: a query parameter, or not the JSON described here; 40002: the topic is compacted only */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 404: not the id of this cluster; 40403: no such topic, or no such partition */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Accept does not cover application/json */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body came more slowly than WEIR_REQUEST_BODY_BYTES_PER_SECOND_MIN */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is larger than WEIR_REQUEST_BODY_MAX_BYTES */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Content-Type is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 416: the offset lies beyond the end of the log */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 42206: no body; 422: something is missing */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Bodies of requests under way take all of WEIR_REQUEST_BYTES_IN_FLIGHT_MAX; try again after Retry-After seconds */
            429: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 50302: the database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listTopicsV2: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The names */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": string[];
                    "application/json": string[];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description No type in Accept can be answered */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
        };
    };
    getTopicV2: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the topic
                 * @example example
                 */
                topic: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The topic */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["V2Topic"];
                    "application/json": components["schemas"]["V2Topic"];
                };
            };
            /** @description The path is no UTF-8, or a part of it is longer than any name */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description 40403: no such topic */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description No type in Accept can be answered */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
        };
    };
    produceToTopicV2: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: whoever sends it again with the same key gets the first answer and stores nothing. 1 to 255 visible ASCII characters, bare or in quotes; every new request needs a key of its own */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description Name of the topic
                 * @example example
                 */
                topic: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "records": [
                 *         {
                 *           "key": "greeting",
                 *           "value": {
                 *             "hello": "world"
                 *           }
                 *         }
                 *       ]
                 *     }
                 */
                "application/vnd.kafka.json.v2+json": components["schemas"]["V2ProduceJson"];
                "application/vnd.kafka.binary.v2+json": components["schemas"]["V2ProduceBinary"];
                "application/json": components["schemas"]["V2ProduceBinary"];
            };
        };
        responses: {
            /** @description At least one record is stored; each record has its own verdict */
            200: {
                headers: {
                    /** @description `true` where the answer is that of an earlier request with this Idempotency-Key */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["V2Produced"];
                    "application/json": components["schemas"]["V2Produced"];
                };
            };
            /** @description The body is not the JSON described here, or not base64; application/json means base64, too */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description 40401: no such topic */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description No type in Accept can be answered */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The body came more slowly than WEIR_REQUEST_BODY_BYTES_PER_SECOND_MIN */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The body is larger than WEIR_REQUEST_BODY_MAX_BYTES */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description Not a type of records */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description No record is stored: each has its verdict in `offsets`; or, as an error, the request holds none or more than WEIR_RECORDS_PER_REQUEST_MAX, or its Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["V2Produced"] | {
                        error_code: number;
                        message: string;
                    };
                };
            };
            /** @description Bodies of requests under way take all of WEIR_REQUEST_BYTES_IN_FLIGHT_MAX; try again after Retry-After seconds */
            429: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
        };
    };
    listPartitionsV2: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the topic
                 * @example example
                 */
                topic: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The partitions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["V2Partition"][];
                    "application/json": components["schemas"]["V2Partition"][];
                };
            };
            /** @description The path is no UTF-8, or a part of it is longer than any name */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description 40401: no such topic */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description No type in Accept can be answered */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
        };
    };
    getPartitionV2: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the topic
                 * @example example
                 */
                topic: string;
                /**
                 * @description Number of the partition, from 0
                 * @example 0
                 */
                partition: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The partition */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["V2Partition"];
                    "application/json": components["schemas"]["V2Partition"];
                };
            };
            /** @description The path is no UTF-8, or a part of it is longer than any name */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description 40401: no such topic; 40402: no such partition */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description No type in Accept can be answered */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
        };
    };
    produceToPartitionV2: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: whoever sends it again with the same key gets the first answer and stores nothing. 1 to 255 visible ASCII characters, bare or in quotes; every new request needs a key of its own */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description Name of the topic
                 * @example example
                 */
                topic: string;
                /**
                 * @description Number of the partition, from 0
                 * @example 0
                 */
                partition: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "records": [
                 *         {
                 *           "key": "greeting",
                 *           "value": {
                 *             "hello": "world"
                 *           }
                 *         }
                 *       ]
                 *     }
                 */
                "application/vnd.kafka.json.v2+json": components["schemas"]["V2ProduceJson"];
                "application/vnd.kafka.binary.v2+json": components["schemas"]["V2ProduceBinary"];
                "application/json": components["schemas"]["V2ProduceBinary"];
            };
        };
        responses: {
            /** @description At least one record is stored; each record has its own verdict */
            200: {
                headers: {
                    /** @description `true` where the answer is that of an earlier request with this Idempotency-Key */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["V2Produced"];
                    "application/json": components["schemas"]["V2Produced"];
                };
            };
            /** @description The body is not the JSON described here, or not base64; application/json means base64, too */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description 40401: no such topic; 40402: no such partition */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description No type in Accept can be answered */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The body came more slowly than WEIR_REQUEST_BODY_BYTES_PER_SECOND_MIN */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The body is larger than WEIR_REQUEST_BODY_MAX_BYTES */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description Not a type of records */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description No record is stored: each has its verdict in `offsets`; or, as an error, the request holds none or more than WEIR_RECORDS_PER_REQUEST_MAX, or its Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["V2Produced"] | {
                        error_code: number;
                        message: string;
                    };
                };
            };
            /** @description Bodies of requests under way take all of WEIR_REQUEST_BYTES_IN_FLIGHT_MAX; try again after Retry-After seconds */
            429: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
        };
    };
    getOffsetsV2: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the topic
                 * @example example
                 */
                topic: string;
                /**
                 * @description Number of the partition, from 0
                 * @example 0
                 */
                partition: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The offsets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["V2Offsets"];
                    "application/json": components["schemas"]["V2Offsets"];
                };
            };
            /** @description The path is no UTF-8, or a part of it is longer than any name */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description 40401: no such topic; 40402: no such partition */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description No type in Accept can be answered */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
        };
    };
    readRecordsV2: {
        parameters: {
            query: {
                /**
                 * @description First offset wanted
                 * @example 0
                 */
                offset: number;
                /** @description How long to wait for a record, in milliseconds: 1000 where not given; 0 answers at once */
                timeout?: number;
                /** @description Most bytes of keys and values together; at least one record is given */
                max_bytes?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Name of the topic
                 * @example example
                 */
                topic: string;
                /**
                 * @description Number of the partition, from 0
                 * @example 0
                 */
                partition: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The records; none where none came in time */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.json.v2+json": components["schemas"]["V2JsonRecord"][];
                    "application/vnd.kafka.binary.v2+json": components["schemas"]["V2BinaryRecord"][];
                };
            };
            /** @description The query is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description 40401: no such topic; 40402: no such partition */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description No type in Accept can be answered */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The partition does not hold that offset: it was deleted, or lies beyond the end */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description 42205: JSON was asked for, and the first record is not JSON */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description Answers to slow readers hold all the room there is; try again after Retry-After seconds */
            429: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
        };
    };
    listBrokersV2: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ids */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["V2Brokers"];
                    "application/json": components["schemas"]["V2Brokers"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description No type in Accept can be answered */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
            /** @description The database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.kafka.v2+json": components["schemas"]["Error"];
                };
            };
        };
    };
    getRoot: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Which Weir this is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Root"];
                };
            };
            /** @description text/html was asked for */
            303: {
                headers: {
                    /** @description The dashboard */
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getLive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getReady: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They can */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description They can not; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An OpenAPI 3.1 document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The database is away; try again after Retry-After seconds */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Prometheus' text format */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description 40101: a token is needed (WEIR_TOKENS), or the one given is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The page or host that the request comes from is not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The path is longer than WEIR_REQUEST_URL_MAX_BYTES */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Host header names a host that is not served here */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
}
