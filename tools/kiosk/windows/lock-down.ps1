# Locks a Windows 10/11 (Enterprise, Education, IoT) machine down to the kiosk. Run as administrator:
#   powershell -ExecutionPolicy Bypass -File lock-down.ps1 -Program C:\mot-cua -Data C:\mot-cua-data [-WhatIf] [-Undo]
# Written from Microsoft's documentation; it has not been run by those who wrote it: try it on a spare machine first.
[CmdletBinding(SupportsShouldProcess)]
param([string]$Program = 'C:\mot-cua', [string]$Data = 'C:\mot-cua-data', [string]$Account = 'motcua-kiosk', [switch]$Undo)
$ErrorActionPreference = 'Stop'
$policies = 'HKLM:\SOFTWARE\Policies\Microsoft\Windows'

function Set-Value([string]$Path, [string]$Name, $Value, [string]$Type = 'DWord') {
    if ($PSCmdlet.ShouldProcess("$Path\$Name", "set to $Value")) {
        New-Item -Path $Path -Force | Out-Null
        New-ItemProperty -Path $Path -Name $Name -Value $Value -PropertyType $Type -Force | Out-Null
    }
}

if ($Undo) {
    $names = @(@("$policies\EdgeUI", 'AllowEdgeSwipe'), @("$policies\Explorer", 'DisableNotificationCenter'),
               @('HKLM:\SYSTEM\CurrentControlSet\Control\CrashControl', 'CrashDumpEnabled'))
    foreach ($pair in $names) { Remove-ItemProperty -Path $pair[0] -Name $pair[1] -ErrorAction SilentlyContinue }
    if ($PSCmdlet.ShouldProcess('Shell Launcher', 'disable')) {
        Disable-WindowsOptionalFeature -Online -FeatureName Client-EmbeddedShellLauncher -NoRestart | Out-Null
        Disable-WindowsOptionalFeature -Online -FeatureName Client-KeyboardFilter -NoRestart | Out-Null
    }
    Write-Output "Program and data are left where they are."
    exit 0
}

# An account that signs in by itself and can do nothing else.
if (-not (Get-LocalUser -Name $Account -ErrorAction SilentlyContinue)) {
    if ($PSCmdlet.ShouldProcess($Account, 'create')) {
        New-LocalUser -Name $Account -NoPassword -Description 'Kiosk' | Out-Null
        Add-LocalGroupMember -SID 'S-1-5-32-545' -Member $Account
    }
}

# Shell Launcher v2: the program is the whole desktop; it is started again whenever it ends.
if ($PSCmdlet.ShouldProcess('Shell Launcher and keyboard filter', 'enable')) {
    Enable-WindowsOptionalFeature -Online -FeatureName Client-EmbeddedShellLauncher -All -NoRestart | Out-Null
    Enable-WindowsOptionalFeature -Online -FeatureName Client-KeyboardFilter -All -NoRestart | Out-Null
    $xml = (Get-Content -Raw -Encoding UTF8 (Join-Path $PSScriptRoot 'shell-launcher.xml')).
        Replace('@PROGRAM@', $Program).Replace('@DATA@', $Data).Replace('@ACCOUNT@', $Account)
    $bridge = Get-CimInstance -Namespace 'root\cimv2\mdm\dmmap' -ClassName MDM_AssignedAccess
    $bridge.ShellLauncher = [System.Net.WebUtility]::HtmlEncode($xml)
    Set-CimInstance -CimInstance $bridge
}

# Keys that lead away.
foreach ($keys in 'Win', 'Ctrl+Esc', 'Ctrl+Shift+Esc', 'Alt+F4', 'Alt+Tab', 'Ctrl+Win+F', 'Win+L', 'Win+R', 'Win+U', 'Shift+Ctrl+Alt+Del') {
    if ($PSCmdlet.ShouldProcess($keys, 'block')) {
        $rule = Get-CimInstance -Namespace 'root\standardcimv2\embedded' -ClassName WEKF_PredefinedKey -Filter "Id='$keys'" -ErrorAction SilentlyContinue
        if ($rule) { $rule.Enabled = 1; Set-CimInstance -CimInstance $rule }
    }
}

# No swipes from the edges, no notifications, no dumps of memory, never asleep.
Set-Value "$policies\EdgeUI" 'AllowEdgeSwipe' 0
Set-Value "$policies\Explorer" 'DisableNotificationCenter' 1
Set-Value 'HKLM:\SYSTEM\CurrentControlSet\Control\CrashControl' 'CrashDumpEnabled' 0
Set-Value 'HKLM:\SOFTWARE\Microsoft\Windows\Windows Error Reporting' 'Disabled' 1
Set-Value 'HKLM:\SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management' 'ClearPageFileAtShutdown' 1
if ($PSCmdlet.ShouldProcess('power', 'never sleep, no hibernation')) {
    powercfg /change standby-timeout-ac 0
    powercfg /change monitor-timeout-ac 0
    powercfg /hibernate off
}
Write-Output 'Restart the machine. BitLocker with TPM must be on: it is what protects the key of the store when the disk is stolen.'
