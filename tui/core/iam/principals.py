"""Service principals, as the documentation of AWS's services and AWS's managed policies (iam:PassedToService,
iam:AWSServiceName; moto 5.2.5's copy) name them.

IAM refuses others; the practice account does not.
"""

import difflib

NAMES = """
access-analyzer access-grants.s3 acm acm-pca aco-automation agent-registry agent.wellarchitected
agentless.inspector2 aiops airflow airflow-env airflow-serverless amplify apidestinations.events apigateway
appfabric appflow application-autoscaling application-insights application-signals.cloudwatch
application.qbusiness appmesh apprunner appstream appsync aps arc-zonal-shift artifact assets.marketplace athena
auditmanager autoscaling autoscaling-plans backup batch batchoperations.s3 bcm-data-exports bedrock
bedrock-agentcore billing billingreports braket budgets bugbust build.apprunner cassandra-streams
cassandra.application-autoscaling ce channels.lex channels.lexv2 chatbot chime cleanrooms cleanrooms-ml cloud9
cloudformation cloudfront cloudhsm cloudtrail cloudwatch codebuild codecatalyst codecatalyst-runner codecommit
codedeploy codeguru-profiler codeguru-reviewer codepipeline codestar cognito-identity cognito-identity-us-gov
cognito-idp cognito-sync comprehend compute-optimizer config config-conforms connect continuousexport.discovery
contract.iq contributorinsights.dynamodb controltower cost-optimization-hub.bcm costalerts credentials.iot
databrew dataexchange datapipeline datasync datazone dax delivery.logs detective devicefarm devops-guru
directoryservice.rds directquery.opensearchservice dlm dms dmsintegration.migrationhub docdb-elastic ds dsql
dynamodb dynamodb.application-autoscaling ec2 ec2.application-autoscaling ec2fastlaunch ec2fleet ec2scheduled
ecr ecs ecs-compute ecs-tasks ecs.application-autoscaling edgelambda eks eks-fargate eks-fargate-pods
eks-nodegroup elasticache elasticbeanstalk elasticfilesystem elasticloadbalancing elasticmapreduce
elastictranscoder email emr-containers emr-serverless entityresolution es events export.rds finspace firehose
fis fms forecast frauddetector fsx gamelift geo globalaccelerator glue grafana greengrass guardduty health
healthlake iam imagebuilder importexport inspector inspector2 internetmonitor iot iotanalytics iotevents
iotmanagedintegrations iotsitewise iottwinmaker ivs jellyfish job.sagemaker justintimeaccess.ssm kafka
kafkaconnect kendra kinesis kinesisanalytics kinesisreplication.dynamodb kms lakeformation lambda lex lexv2
license-management.marketplace license-manager lightsail logger.cloudfront logging.s3 logs lookoutequipment
lookoutmetrics m2 machinelearning macie maintenance.elasticbeanstalk malware-protection-plan.guardduty
malware-protection.guardduty managedblockchain managedservices managedupdates.elasticbeanstalk
management.chatbot mediaconnect mediaconvert medialive mediapackage mediastore mediatailor medical-imaging
memorydb metrics.wellarchitected mgn migrationhub migrationhub-orchestrator migrationhub-strategy mobilehub
monitoring monitoring.rds monitron mq neptune neptune-graph network-firewall network.bedrock-agentcore
networkmanager notifications.ssm observability.aoss odb omics opensearchservice ops.apigateway opsworks
opsworks-cm organizations orgsdatasync.servicecatalog osis osis-pipelines outposts panorama
partnercentral-account-management permission.iq personalize pinpoint pipes pods.eks polly
private-marketplace.marketplace profile proton pullthroughcache.ecr q qbusiness qldb quicksight ram rds redshift
redshift-data redshift-serverless refactor-spaces rekognition remediation.config replication.cassandra
replication.dynamodb replication.ecr replication.lexv2 replication.s3tables replicator.lambda
reporting.trustedadvisor resale-authorization.marketplace researchstudio resiliencehub resource-explorer-2
resource-groups resource-snapshot-job.partnercentral-selling restore-testing.backup robomaker rolesanywhere
route53 route53domains route53resolver rum runtime-identity.bedrock-agentcore
runtime-instances.bedrock-agentcore s3 sagemaker sagemaker-geospatial scheduler schema-conversion.dms schemas
scraper.aps secretsmanager security-ir securityagent securityhub securityhubv2 securitylake serverlessrepo
servicecatalog servicecatalog-appregistry servicediscovery servicequotas ses shield signer sms sms-voice
smsintegration.migrationhub sns spot spotfleet sqs ssm ssm-incidents ssm-sap sso states storagegateway
streams.metrics.cloudwatch sts support supportplans swf sync.proton synthetics
tasks.apprunner telemetry-pipelines.observabilityadmin textract thirdparty.config thirdparty.inspector2 timestream
timestream-influxdb tnb transcribe transfer transform-custom transitgateway translate triage.security-ir
trustedadvisor verifiedpermissions vmie voiceid vpc-flow-logs vpc-lattice waf waf-regional wafv2 wellarchitected
workdocs worklink workmail workspaces workspaces-web xray
"""
KNOWN = frozenset(NAMES.split())
"""What stands before the partition's domain."""
DOMAINS = (".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu", ".c2s.ic.gov", ".sc2s.sgov.gov", ".amazon.com")


def is_known(principal: str) -> bool:
    """Whether some AWS service signs with this name; a region in it (states.ap-northeast-2.amazonaws.com) is fine."""
    name = _without_domain(principal)
    return name is not None and (name in KNOWN or name.rpartition(".")[0] in KNOWN or name.partition(".")[0] in KNOWN)


def nearest(principal: str) -> str:
    """The known principal that looks most like it; the principal itself where none does."""
    name = _without_domain(principal) or principal.partition(".")[0]
    near = difflib.get_close_matches(name, sorted(KNOWN), n=1, cutoff=0.4)
    return f"{near[0]}.amazonaws.com" if near else principal


def _without_domain(principal: str) -> str | None:
    for domain in sorted(DOMAINS, key=len, reverse=True):
        if principal.endswith(domain):
            return principal.removesuffix(domain)
    return None
