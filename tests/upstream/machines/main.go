// Prints what the machines of `tests/platforms/homelab` would say of themselves, marshalled by
// Talos' own types as `talosctl get -o yaml` does: `go run .` as they are described,
// `go run . planted` with ten differences.
package main

import (
	"fmt"
	"net"
	"os"
	"time"

	"github.com/cosi-project/runtime/pkg/resource"
	"github.com/siderolabs/talos/pkg/machinery/nethelpers"
	"github.com/siderolabs/talos/pkg/machinery/resources/block"
	"github.com/siderolabs/talos/pkg/machinery/resources/hardware"
	"github.com/siderolabs/talos/pkg/machinery/resources/network"
	"go.yaml.in/yaml/v4"
)

const gb = 1000 * 1000 * 1000

func main() {
	planted := len(os.Args) > 1 && os.Args[1] == "planted"
	or := func(right, wrong string) string {
		if planted {
			return wrong
		}
		return right
	}

	alpha := machine{node: "192.168.10.11"}
	alpha.system(or("11f2a6c0-8b3e-4f0d-9a57-6e2d1c3b4a01", "11f2a6c0-8b3e-4f0d-9a57-6e2d1c3b4aff"))
	alpha.card("enp1s0", or("02:00:00:10:00:01", "02:00:00:10:00:f1"))
	alpha.disk("nvme0n1", "nvme-KINGSTON_SNV2S500G_50026B7381A0001", "50026B7381A0001", 500*gb, or("nvme", "sata"), false)
	alpha.memory(16 << 10)
	alpha.processor(4)

	beta := machine{node: "192.168.10.12"}
	beta.system("11f2a6c0-8b3e-4f0d-9a57-6e2d1c3b4a02")
	beta.card("enp1s0", "02:00:00:10:00:02")
	size := uint64(500 * gb)
	if planted {
		size = 250 * gb
	}
	beta.disk("nvme0n1", "nvme-KINGSTON_SNV2S500G_50026B7381A0002", "50026B7381A0002", size, "nvme", false)
	beta.disk("sda", "ata-Samsung_SSD_870_EVO_1TB_S6PTNL0T000002", "S6PTNL0T000002", 1000*gb, "sata", false)
	beta.disk("sdb", "usb-SanDisk_Ultra_4C530001", "4C530001", 32*gb, "usb", false)
	if planted {
		beta.volume("sda1", "/dev/sda", "ext4")
		beta.disk("sdc", "ata-WDC_WD40EFRX_WD-WCC4N0000001", "WD-WCC4N0000001", 4000*gb, "sata", true)
	}
	beta.memory(16 << 10)
	beta.processor(4)

	gamma := machine{node: "192.168.10.13"}
	gamma.system("11f2a6c0-8b3e-4f0d-9a57-6e2d1c3b4a03")
	gamma.card("enp1s0", "02:00:00:10:00:03")
	gamma.card("enp2s0", or("02:00:00:10:00:04", "02:00:00:10:00:f4"))
	serial := or("50026B7381A0003", "50026B7381AFFFF")
	gamma.disk("nvme0n1", "nvme-KINGSTON_SNV2S500G_"+serial, serial, 500*gb, "nvme", false)
	if planted {
		gamma.memory(8 << 10)
		gamma.processor(2)
	} else {
		gamma.memory(8 << 10)
		gamma.memory(8 << 10)
		gamma.processor(4)
	}
}

type machine struct {
	node    string
	modules int
}

func (m *machine) system(uuid string) {
	r := hardware.NewSystemInformation(hardware.SystemInformationID)
	r.TypedSpec().Manufacturer = "Default string"
	r.TypedSpec().UUID = uuid
	m.print(r)
}

func (m *machine) card(id, mac string) {
	address, err := net.ParseMAC(mac)
	check(err)
	r := network.NewLinkStatus(network.NamespaceName, id)
	r.TypedSpec().Type = nethelpers.LinkEther
	r.TypedSpec().HardwareAddr = nethelpers.HardwareAddr(address)
	r.TypedSpec().PermanentAddr = nethelpers.HardwareAddr(address)
	r.TypedSpec().MTU = 1500
	r.TypedSpec().LinkState = true
	m.print(r)
}

func (m *machine) disk(id, name, serial string, size uint64, transport string, rotational bool) {
	r := block.NewDisk(block.NamespaceName, id)
	*r.TypedSpec() = block.DiskSpec{
		DevPath:    "/dev/" + id,
		Size:       size,
		SectorSize: 512,
		Serial:     serial,
		Transport:  transport,
		Rotational: rotational,
		Symlinks:   []string{"/dev/disk/by-id/" + name, "/dev/disk/by-path/" + id},
	}
	m.print(r)
}

func (m *machine) volume(id, parent, name string) {
	r := block.NewDiscoveredVolume(block.NamespaceName, id)
	r.TypedSpec().DevPath = "/dev/" + id
	r.TypedSpec().Type = "partition"
	r.TypedSpec().ParentDevPath = parent
	r.TypedSpec().Name = name
	m.print(r)
}

func (m *machine) memory(mib uint32) {
	m.modules++
	r := hardware.NewMemoryModuleInfo(fmt.Sprintf("DIMM-%d", m.modules))
	r.TypedSpec().Size = mib
	m.print(r)
}

func (m *machine) processor(cores uint32) {
	r := hardware.NewProcessorInfo("CPU-0")
	r.TypedSpec().Manufacturer = "Intel(R) Corporation"
	r.TypedSpec().CoreCount = cores
	r.TypedSpec().ThreadCount = cores
	m.print(r)
}

var dashes bool

// cmd/talosctl/cmd/talos/output/yaml.go WriteResource
func (m *machine) print(r resource.Resource) {
	day := time.Date(2026, time.January, 2, 3, 4, 5, 0, time.UTC)
	r.Metadata().SetCreated(day)
	r.Metadata().SetUpdated(day)
	out, err := resource.MarshalYAML(r)
	check(err)
	if dashes {
		fmt.Println("---")
	}
	dashes = true
	fmt.Printf("node: %s\n", m.node)
	check(yaml.NewEncoder(os.Stdout).Encode(out))
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
