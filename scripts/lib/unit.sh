# shellcheck shell=bash
# The systemd unit of `urumi serve`.

# unit_text FOLDER: with urumi in this folder.
unit_text() {
  cat <<U
[Unit]
Description=urumi, online shops on Kubernetes: worker and REST API
Documentation=man:urumi(1)
Wants=network-online.target
After=network-online.target k3s.service
StartLimitIntervalSec=0

[Service]
User=urumi
Group=urumi
UMask=0007
Environment=HOME=/var/lib/urumi LANG=C.UTF-8
EnvironmentFile=-/etc/urumi/urumi.env
WorkingDirectory=/var/lib/urumi
ExecStart=$1/urumi serve --listen 127.0.0.1:8000
Restart=always
RestartSec=5
# A Helm under way ends by itself; whatever doesn't is taken up again at the next start.
KillMode=mixed
TimeoutStopSec=60

# What it may touch: its state, and the network. RestrictSUIDSGID stays off, as the folders of a shared
# state carry the group's bit.
ReadWritePaths=/var/lib/urumi
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectClock=yes
ProtectHostname=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
LockPersonality=yes
MemoryDenyWriteExecute=yes
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
U
}
