/// Inputs as they should be, from which spoiled ones are made.
enum Samples {
    static let kubeconfigs = [
        """
        apiVersion: v1
        kind: Config
        current-context: shop
        clusters:
        - name: shop
          cluster:
            server: https://10.0.0.1:6443
            certificate-authority-data: LS0tLS1CRUdJTg==
            tls-server-name: kubernetes
            proxy-url: http://proxy:3128
        - name: other
          cluster: {server: "http://127.0.0.1:8080/prefix", insecure-skip-tls-verify: true}
        contexts:
        - name: shop
          context: {cluster: shop, user: admin, namespace: default}
        - name: other
          context:
            cluster: other
            user: plugin
        users:
        - name: admin
          user:
            client-certificate-data: LS0tLS1CRUdJTg==
            client-key-data: LS0tLS1CRUdJTg==
        - name: plugin
          user:
            exec:
              apiVersion: client.authentication.k8s.io/v1
              command: ./plugin
              args: [get-token, --cluster, "shop"]
              env:
              - {name: A, value: b}
              interactiveMode: IfAvailable
              provideClusterInfo: true

        """,
        #"{"apiVersion":"v1","clusters":[{"name":"c","cluster":{"server":"https://h"}}],"contexts":[{"name":"x","#
            + #""context":{"cluster":"c","user":"u"}}],"users":[{"name":"u","user":{"token":"t"}}]}"#,
    ]

    static let configs = [
        """
        # Settings
        max_stores = 20
        BASE_DOMAIN = "shops.example.com"
        worker_concurrency = 4
        debug = false
        cors_origins = ["https://a.example", "https://b.example"]
        kubeconfig = '/home/me/.kube/config'

        """,
        "provision_timeout_seconds = 1_200\nnamespace_prefix = \"\"\"\nshop-\"\"\"\n",
    ]

    static let themes = [
        """
        title = "Night sky"
        appearance = "dark"
        [palette]
        ink = "#0b1020"
        [roles]
        background = "ink"
        text = "#e6e6e6"
        failed = { color = "#f47067", ansi256 = 203, ansi16 = "red", bold = true }
        "border" = { color = "default", dim = true }

        """,
        "title = 'Plain'\nmonochrome = true\nroles.text = { color = \"default\", underline = true }\n",
    ]

    static let environments = [
        """
        # comment
        export BASE_DOMAIN=shops.example.com # tail
        MAX_STORES = 20
        API_TOKEN="a \\"quoted\\" one\\n"
        WEBHOOKS='https://a.example,https://b.example'

        """,
        "DEBUG=true\r\nHELM_BINARY=/usr/bin/helm\r\n",
    ]

    static let helmLists = [
        """
        [{"name":"shop","namespace":"store-shop","revision":"3","updated":"2026-01-02 03:04:05.678901234 +0000 UTC",
        "status":"deployed","chart":"woocommerce-1.2.0","app_version":"9.1"},{"name":"b","namespace":"store-b",
        "revision":"1","updated":"2026-01-02T03:04:05.6789Z","status":"pending-install","chart":"medusa-0.1.0"}]
        """, "[]",
    ]

    static let helmStatuses = [
        """
        {"name":"shop","namespace":"store-shop","version":2,"info":{"status":"failed","description":"timed out",
        "first_deployed":"2026-01-02T03:04:05Z","notes":"Hello"},"config":{"a":{"b":[1,2.5,null,true,"x"]}}}
        """, #"{"name":"a","namespace":"b","version":1,"info":{"status":"deployed"}}"#,
    ]

    static let helmHistories = [
        """
        [{"revision":1,"updated":"2026-01-02T03:04:05.678901234+01:00","status":"superseded",
        "chart":"woocommerce-1.2.0","app_version":"9.1","description":"Install complete"},
        {"revision":2,"updated":"2026-01-03T03:04:05Z","status":"deployed","chart":"woocommerce-1.3.0"}]
        """, "[]",
    ]

    static let helmValues = [
        #"{"image":{"tag":"1","pullSecrets":[]},"replicas":3,"ratio":0.5,"on":true,"none":null,"list":[[1],{"a":[]}]}"#,
        "null",
    ]

    private static let pod = """
        {"kind":"Pod","apiVersion":"v1","metadata":{"name":"web-0","namespace":"store-shop","uid":"u-1",
        "resourceVersion":"12345","creationTimestamp":"2026-01-02T03:04:05Z","labels":{"app":"web"},
        "annotations":{"a":"b \\u00e9 \\ud83d\\ude00"},"ownerReferences":[{"kind":"StatefulSet","name":"web","uid":"u-2"}]},
        "spec":{"nodeName":"n","containers":[{"name":"main","image":"nginx:1"}],"replicas":2},
        "status":{"phase":"Running","containerStatuses":[{"name":"main","ready":true,"restartCount":2,
        "state":{"running":{"startedAt":"2026-01-02T03:04:06.5Z"}},"lastState":{"terminated":{"exitCode":137}}}],
        "conditions":[{"type":"Ready","status":"True","lastTransitionTime":"2026-01-02T03:04:07Z"}]}}
        """

    static let watchLines = [
        #"{"type":"MODIFIED","object":"# + pod.filter { $0 != "\n" } + "}",
        #"{"object":{"kind":"Event","metadata":{"resourceVersion":"9"}},"type":"BOOKMARK"}"#,
        #"{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old"}}"#,
    ]

    static let lists = [
        #"{"kind":"PodList","metadata":{"resourceVersion":"7","continue":"x"},"items":["# + pod + "," + pod
            + "]}",
        #"{"items":null,"metadata":{}}"#,
    ]
}
